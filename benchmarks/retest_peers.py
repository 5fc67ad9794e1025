"""The retest's diary through other engines: run by ``benchmarks/retest.py`` in another Python.

``python -m venv peers && peers/bin/pip install statsmodels numpyro`` is all it needs; nothing of
psoas. Reads scores and one load as JSON, and prints what each engine says of the change of the
level against the first 14 days, with its CPU seconds. Both get one response to load, on the
next day, and no ramp: more they do not average over.
"""

import json
import sys
import time
import warnings

import numpy as np

BASELINE_D, N_WARM, N_DRAWS, N_CHAINS = 14, 400, 400, 2


def cpu_s(work):
    begun = time.process_time()
    found = work()
    return found, time.process_time() - begun


def unobserved_components(score, load):
    """A local level with an AR(1) and one regressor, by maximum likelihood."""
    _, import_s = cpu_s(lambda: __import__("statsmodels.api"))
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    def fit():
        model = UnobservedComponents(score, level="local level", autoregressive=1, exog=load)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return model.fit(disp=False, maxiter=200)

    found, fit_s = cpu_s(fit)
    level = found.level.smoothed
    change = float(level[-1] - level[:BASELINE_D].mean())
    walks = float(found.params[list(found.model.param_names).index("sigma2.level")])
    note = f"a point; variance of the level's walk {walks:.1e}, taken as known"
    return {
        "name": "statsmodels UC",
        "import_s": import_s,
        "fit_s": fit_s,
        "change": [change],
        "note": note,
    }


def nuts(score, load):
    """The same model with priors like ours, by NUTS."""

    def load_all():
        import jax
        import numpyro
        from numpyro.infer import MCMC, NUTS

        return jax, numpyro, MCMC, NUTS

    (jax, numpyro, mcmc_of, nuts_of), import_s = cpu_s(load_all)
    import jax.numpy as jnp
    from numpyro import distributions as dist

    known = ~np.isnan(score)
    n_days = len(score)

    def model():
        sigma = numpyro.sample("sigma", dist.HalfNormal(1.5))
        walk = numpyro.sample("walk", dist.HalfNormal(0.1))
        flares = numpyro.sample("flares", dist.HalfNormal(1.0))
        keeps = numpyro.sample("keeps", dist.Beta(3.0, 2.0))
        effect = numpyro.sample("effect", dist.HalfNormal(0.8))
        first = numpyro.sample("first", dist.Normal(4.0, 3.0))
        steps = numpyro.sample("steps", dist.Normal(0, 1).expand([n_days]))
        fresh = numpyro.sample("fresh", dist.Normal(0, 1).expand([n_days]))
        level = first + walk * jnp.cumsum(steps)

        def one_day_later(flare, each):
            flare = keeps * flare + flares * jnp.sqrt(1 - keeps**2) * each
            return flare, flare

        _, wave = jax.lax.scan(one_day_later, 0.0, fresh)
        numpyro.deterministic("change", level[-1] - level[:BASELINE_D].mean())
        mean = level + wave + effect * load
        numpyro.sample("score", dist.Normal(mean[known], sigma), obs=score[known])

    def sample():
        kernel = nuts_of(model, target_accept_prob=0.9)
        chains = mcmc_of(
            kernel,
            num_warmup=N_WARM,
            num_samples=N_DRAWS,
            num_chains=N_CHAINS,
            chain_method="sequential",
            progress_bar=False,
        )
        chains.run(jax.random.PRNGKey(1))
        return chains

    chains, fit_s = cpu_s(sample)
    change = np.asarray(chains.get_samples()["change"])
    summary = numpyro.diagnostics.summary(chains.get_samples(group_by_chain=True))
    scalars = ("sigma", "walk", "flares", "keeps", "effect", "first", "change")
    ess = min(float(summary[name]["n_eff"]) for name in scalars)
    split = int(np.asarray(chains.get_extra_fields()["diverging"]).sum())
    told = [float(each) for each in np.quantile(change, [0.05, 0.5, 0.95])]
    note = f"{N_CHAINS}x{N_DRAWS} draws, least effective sample {ess:.0f}, {split} divergences"
    return {
        "name": "numpyro NUTS",
        "import_s": import_s,
        "fit_s": fit_s,
        "change": told,
        "note": note,
    }


def main():
    said = json.load(sys.stdin)
    score = np.array([np.nan if each is None else each for each in said["score"]], dtype=float)
    load = np.concatenate([[0.0], np.array(said["load"])[:-1]])
    load = load - load[:BASELINE_D].mean()
    told = [make(score, load) for make in (unobserved_components, nuts)]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
