"""Muscles of the leg: written by ``tools/fit_muscles.py``, not by hand.

Fitted to runningModel_CMC_test.osim of opensim-core (Apache-2.0), whose strengths are
twice the generic ones [source:hamner-2010].
"""

from psoas.mechanics.muscle import Muscle

# fmt: off
MUSCLES = (
    Muscle(
        name="iliacus", joints="h", degree=8,
        max_force_n=2146.0, fibre_m=0.1032, tendon_m=0.1032, pennation_deg=7.0,
        length_m=(
            0.213294, -0.0407279, -0.00632104, 0.00564442, 0.00502249, -0.00584615, -0.00447187,
            0.00549572, -0.0012281,
        ),
        length_error_mm=0.34, arm_error_mm=0.93, arm_error_max_mm=3.96,
    ),
    Muscle(
        name="psoas", joints="h", degree=8,
        max_force_n=2226.0, fibre_m=0.1025, tendon_m=0.1640, pennation_deg=8.0,
        length_m=(
            0.267449, -0.0398473, -0.006827, 0.00405233, 0.00505621, -0.00396416, -0.0048111,
            0.00476689, -0.000939711,
        ),
        length_error_mm=0.10, arm_error_mm=0.55, arm_error_max_mm=2.35,
    ),
    Muscle(
        name="rectus-femoris", joints="hk", degree=5,
        max_force_n=2338.0, fibre_m=0.1237, tendon_m=0.3363, pennation_deg=5.0,
        length_m=(
            0.445087, 0.052736, 0.011021, -0.014576, 0.00366984, -0.000223241, -0.0425178,
            0.00102378, 0.000491536, -0.000192633, -1.71624e-05, -0.0156033, -0.000496569,
            -0.00043454, 0.000192066, 0.00582855, -0.000230928, 1.81969e-05, 0.00160451,
            4.11768e-05, -0.000291259,
        ),
        length_error_mm=0.11, arm_error_mm=0.60, arm_error_max_mm=2.62,
    ),
    Muscle(
        name="sartorius", joints="hk", degree=5,
        max_force_n=312.0, fibre_m=0.5637, tendon_m=0.1084, pennation_deg=0.0,
        length_m=(
            0.617005, 0.00124565, -0.0135006, 0.00387933, -0.00106031, 0.000222758, -0.0451993,
            2.71473e-17, 3.02559e-17, -4.26214e-17, 1.72134e-17, -0.0298806, 6.22397e-17,
            -6.62617e-17, 7.2915e-17, 0.00465718, 3.60301e-17, -5.36508e-17, 0.00194291,
            -8.32846e-17, 4.13257e-05,
        ),
        length_error_mm=0.05, arm_error_mm=0.27, arm_error_max_mm=0.86,
    ),
    Muscle(
        name="tensor-fasciae-latae", joints="hk", degree=5,
        max_force_n=466.0, fibre_m=0.1028, tendon_m=0.4597, pennation_deg=3.0,
        length_m=(
            0.579536, 0.0147648, -0.00274027, -0.00187752, 0.001336, -0.000303918, -0.0356385,
            6.063e-17, 1.67915e-16, 6.51749e-17, -3.22691e-17, -0.024082, -4.53806e-18,
            -2.68435e-17, 1.0646e-16, 0.00153249, 1.31525e-17, -4.79482e-17, 0.000299046,
            -1.02337e-16, 0.000180453,
        ),
        length_error_mm=0.08, arm_error_mm=0.45, arm_error_max_mm=1.54,
    ),
    Muscle(
        name="gluteus-maximus-upper", joints="h", degree=5,
        max_force_n=1146.0, fibre_m=0.1477, tendon_m=0.1300, pennation_deg=5.0,
        length_m=(
            0.207881, 0.0483628, -0.00617501, -0.00541401, 0.00165134, -0.000248886,
        ),
        length_error_mm=0.01, arm_error_mm=0.07, arm_error_max_mm=0.16,
    ),
    Muscle(
        name="gluteus-maximus-middle", joints="h", degree=5,
        max_force_n=1638.0, fibre_m=0.1540, tendon_m=0.1330, pennation_deg=0.0,
        length_m=(
            0.219408, 0.0572716, -0.00615454, -0.00575211, 0.0021413, -0.000407906,
        ),
        length_error_mm=0.02, arm_error_mm=0.17, arm_error_max_mm=0.45,
    ),
    Muscle(
        name="gluteus-maximus-lower", joints="h", degree=5,
        max_force_n=1104.0, fibre_m=0.1501, tendon_m=0.1511, pennation_deg=5.0,
        length_m=(
            0.244788, 0.0755828, 0.00810157, -0.0191751, 0.0078539, -0.001488,
        ),
        length_error_mm=0.05, arm_error_mm=0.33, arm_error_max_mm=0.63,
    ),
    Muscle(
        name="semimembranosus", joints="hk", degree=5,
        max_force_n=2576.0, fibre_m=0.0880, tendon_m=0.3950, pennation_deg=15.0,
        length_m=(
            0.456095, -0.0355333, -0.00992893, 0.00183014, 0.00148119, -0.000146657, 0.0481291,
            -0.00176859, 0.000734667, 0.000210196, -3.75758e-05, 0.0165286, 0.00185391,
            -0.000878963, -5.14477e-05, -0.00947202, -0.000348912, 8.45337e-05, -0.000619181,
            8.00304e-05, 0.000407386,
        ),
        length_error_mm=0.07, arm_error_mm=0.36, arm_error_max_mm=1.59,
    ),
    Muscle(
        name="semitendinosus", joints="hk", degree=5,
        max_force_n=820.0, fibre_m=0.2219, tendon_m=0.2821, pennation_deg=5.0,
        length_m=(
            0.511398, -0.0431716, -0.00547457, -0.00635635, 0.00609227, -0.000904254, 0.0552812,
            -0.00239889, 0.000362286, 0.000874175, -0.000149566, 0.0237394, 0.00250622,
            -0.00101394, -0.00018109, -0.0116785, -0.000620338, 0.00011936, -0.00101051,
            0.000158855, 0.000561302,
        ),
        length_error_mm=0.06, arm_error_mm=0.32, arm_error_max_mm=1.82,
    ),
    Muscle(
        name="biceps-femoris-long", joints="hk", degree=5,
        max_force_n=1792.0, fibre_m=0.1200, tendon_m=0.3588, pennation_deg=0.0,
        length_m=(
            0.462487, -0.0303103, -0.0153884, 0.00993848, -0.00110753, 6.73846e-05, 0.0555165,
            -0.00251181, 0.00212224, -0.000225345, -2.25848e-05, 0.0184816, 0.00252604,
            -0.00203968, 0.000252585, -0.011179, -0.00045541, 0.000118913, -0.000442663,
            0.000120996, 0.00042174,
        ),
        length_error_mm=0.03, arm_error_mm=0.14, arm_error_max_mm=0.49,
    ),
    Muscle(
        name="biceps-femoris-short", joints="k", degree=5,
        max_force_n=1608.0, fibre_m=0.1898, tendon_m=0.0977, pennation_deg=23.0,
        length_m=(
            0.270165, -0.0231225, -0.0188209, 0.00844905, -0.000583564, 7.11551e-05,
        ),
        length_error_mm=0.05, arm_error_mm=0.34, arm_error_max_mm=0.91,
    ),
    Muscle(
        name="vastus-medialis", joints="k", degree=6,
        max_force_n=2588.0, fibre_m=0.0971, tendon_m=0.1375, pennation_deg=5.0,
        length_m=(
            0.187864, 0.0500162, 0.003357, -0.00688299, -0.000212582, 0.00140539, -0.000312742,
        ),
        length_error_mm=0.07, arm_error_mm=0.64, arm_error_max_mm=1.38,
    ),
    Muscle(
        name="vastus-intermedius", joints="k", degree=6,
        max_force_n=2730.0, fibre_m=0.0948, tendon_m=0.1482, pennation_deg=3.0,
        length_m=(
            0.198372, 0.0524954, -0.00670429, 0.0116323, -0.013808, 0.00560301, -0.000770319,
        ),
        length_error_mm=0.05, arm_error_mm=0.50, arm_error_max_mm=1.14,
    ),
    Muscle(
        name="vastus-lateralis", joints="k", degree=6,
        max_force_n=3742.0, fibre_m=0.0917, tendon_m=0.1713, pennation_deg=5.0,
        length_m=(
            0.218363, 0.0452019, 0.0217383, -0.0317132, 0.0159327, -0.00383161, 0.000361115,
        ),
        length_error_mm=0.09, arm_error_mm=0.86, arm_error_max_mm=1.80,
    ),
    Muscle(
        name="gastrocnemius-medial", joints="ka", degree=5,
        max_force_n=3116.0, fibre_m=0.0667, tendon_m=0.4336, pennation_deg=17.0,
        length_m=(
            0.500931, 0.0519523, -0.00604711, -0.00804157, 0.00102581, 0.00026911, -0.0243509,
            -0.000130681, -0.000176822, 5.49234e-05, 2.3421e-05, 0.000193786, 4.85954e-05,
            -1.46357e-07, 3.60411e-06, 0.00122488, -2.63062e-05, -1.64505e-05, 0.000306703,
            -2.01166e-07, -0.000159381,
        ),
        length_error_mm=0.15, arm_error_mm=0.66, arm_error_max_mm=1.80,
    ),
    Muscle(
        name="gastrocnemius-lateral", joints="ka", degree=5,
        max_force_n=1366.0, fibre_m=0.0712, tendon_m=0.4226, pennation_deg=8.0,
        length_m=(
            0.497092, 0.0529485, -0.00661694, -0.00812297, 0.00107418, 0.000257142, -0.0243313,
            -3.14407e-06, -5.64065e-05, 3.41324e-05, 3.49926e-05, -0.000103896, -0.00012565,
            -0.000167682, 2.05384e-05, 0.000836011, 2.02873e-05, 1.60717e-05, 0.00101299,
            -2.19882e-06, -0.00032626,
        ),
        length_error_mm=0.12, arm_error_mm=0.60, arm_error_max_mm=1.59,
    ),
    Muscle(
        name="soleus", joints="a", degree=4,
        max_force_n=7098.0, fibre_m=0.0556, tendon_m=0.2782, pennation_deg=25.0,
        length_m=(
            0.324211, 0.0508599, -0.00877751, -0.00707102, 0.00131041,
        ),
        length_error_mm=0.00, arm_error_mm=0.01, arm_error_max_mm=0.02,
    ),
    Muscle(
        name="tibialis-anterior", joints="a", degree=4,
        max_force_n=1810.0, fibre_m=0.1092, tendon_m=0.2484, pennation_deg=5.0,
        length_m=(
            0.33838, -0.0469027, -0.00506319, 0.00552409, 0.00201081,
        ),
        length_error_mm=0.01, arm_error_mm=0.12, arm_error_max_mm=0.25,
    ),
)
