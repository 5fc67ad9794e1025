"""One swing through OpenSim's own tools: run by ``benchmarks/mechanics.py`` in another Python.

Prints JSON: the leg's points, OpenSim's joint moments and iliopsoas forces, and the time of
its inverse dynamics and static optimisation. Needs ``pip install opensim`` and nothing of psoas.
"""

import gzip
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import opensim as osim

RATE_HZ, STEPS = 100, 25
DATA = Path(sys.argv[1])


def unzipped(name, folder):
    path = Path(folder) / name
    path.write_bytes(gzip.decompress((DATA / f"{name}.gz").read_bytes()))
    return str(path)


def reduced(folder):
    """The kinematics at RATE_HZ: both sides get the same frames."""
    table = osim.TimeSeriesTable(unzipped("runningModel_Kinematics_q.sto", folder))
    times = np.array(table.getIndependentColumn())
    keep = np.unique(np.searchsorted(times, np.arange(times[0], times[-1], 1 / RATE_HZ)))
    labels = list(table.getColumnLabels())
    matrix = np.array([table.getRowAtIndex(int(at)).to_numpy() for at in keep])
    return times[keep], labels, matrix


def write_sto(path, times, labels, matrix):
    lines = ["Coordinates", "version=1", f"nRows={len(times)}", f"nColumns={len(labels) + 1}"]
    lines += ["inDegrees=yes", "endheader", "\t".join(["time", *labels])]
    for at, row in zip(times, matrix, strict=True):
        lines.append("\t".join(f"{value:.10f}" for value in (at, *row)))
    Path(path).write_text("\n".join(lines) + "\n")


def points(model, times, labels, matrix):
    """Sagittal points of the right leg, as a marker system would give them."""
    state = model.initSystem()
    coordinates = model.getCoordinateSet()
    joints = {
        "hip": model.getJointSet().get("hip_r").getParentFrame(),
        "knee": model.getJointSet().get("knee_r").getChildFrame(),
        "ankle": model.getJointSet().get("ankle_r").getParentFrame(),
    }
    marks = {"heel": "RCAL", "toe": "RTOE"}
    found = {name: [] for name in (*joints, *marks)}
    for row in matrix:
        for label, value in zip(labels, row, strict=True):
            if not coordinates.contains(label):
                continue
            coordinate = coordinates.get(label)
            turns = coordinate.getMotionType() == 1
            coordinate.setValue(state, np.radians(value) if turns else value, False)
        model.realizePosition(state)
        for name, frame in joints.items():
            found[name].append(frame.getPositionInGround(state).to_numpy()[:2].tolist())
        for name, mark in marks.items():
            where = model.getMarkerSet().get(mark).getLocationInGround(state)
            found[name].append(where.to_numpy()[:2].tolist())
    return {"time_s": times.tolist(), **found}


def read(path, columns):
    table = osim.TimeSeriesTable(str(path))
    return [table.getDependentColumn(name).to_numpy().tolist() for name in columns], list(
        table.getIndependentColumn()
    )


def optimised(folder, kinematics, start, end):
    """Static optimisation with muscles that always equilibrate and reserves for the rest."""
    processor = osim.ModelProcessor(str(DATA / "runningModel_CMC_test.osim"))
    processor.append(osim.ModOpReplaceMusclesWithDeGrooteFregly2016())
    processor.append(osim.ModOpIgnoreTendonCompliance())
    processor.append(osim.ModOpIgnorePassiveFiberForcesDGF())
    processor.append(osim.ModOpAddReserves(1.0))
    model = processor.process()
    model.initSystem()
    path = str(Path(folder) / "so.osim")
    model.printToXML(path)
    tool = osim.AnalyzeTool()
    tool.setName("so")
    tool.setModelFilename(path)
    tool.setCoordinatesFileName(kinematics)
    tool.setLowpassCutoffFrequency(15)
    tool.setInitialTime(start)
    tool.setFinalTime(end)
    tool.setResultsDir(folder)
    work = osim.StaticOptimization()
    work.setStartTime(start)
    work.setEndTime(end)
    tool.getAnalysisSet().cloneAndAppend(work)
    setup = str(Path(folder) / "so.xml")
    tool.printToXML(setup)
    tool = osim.AnalyzeTool(setup)
    began = time.perf_counter()
    tool.run()
    took = time.perf_counter() - began
    result = Path(folder) / "so_StaticOptimization_force.sto"
    forces, so_times = read(result, ("iliacus_r", "psoas_r"))
    return took, np.sum(forces, axis=0).tolist(), so_times


def main():
    osim.Logger.setLevelString("Error")
    with tempfile.TemporaryDirectory() as folder:
        times, labels, matrix = reduced(folder)
        kinematics = str(Path(folder) / "q.sto")
        write_sto(kinematics, times, labels, matrix)
        model = osim.Model(str(DATA / "runningModel_CMC_test.osim"))
        seen = points(model, times, labels, matrix)
        forces = osim.TimeSeriesTable(unzipped("runningModel_GRF_data.mot", folder))
        on_ground = forces.getDependentColumn("R_ground_force_vy").to_numpy() > 20
        ground_s = np.array(forces.getIndependentColumn())
        start = float(ground_s[np.flatnonzero(on_ground)[-1]]) + 0.01
        if start > times[-1] - 0.1:
            start = float(times[0])
        end = min(start + (STEPS - 1) / RATE_HZ, float(times[-1]))
        tool = osim.InverseDynamicsTool()
        tool.setModelFileName(str(DATA / "runningModel_CMC_test.osim"))
        tool.setCoordinatesFileName(kinematics)
        tool.setLowpassCutoffFrequency(15)
        excluded = osim.ArrayStr()
        excluded.append("Muscles")
        tool.setExcludedForces(excluded)
        tool.setStartTime(start)
        tool.setEndTime(end)
        tool.setResultsDir(folder)
        tool.setOutputGenForceFileName("id.sto")
        began = time.perf_counter()
        tool.run()
        id_s = time.perf_counter() - began
        names = ("hip_flexion_r_moment", "knee_angle_r_moment", "ankle_angle_r_moment")
        moments, id_times = read(Path(folder) / "id.sto", names)
        so_s, iliopsoas, so_times = optimised(folder, kinematics, start, end)
        print(
            json.dumps(
                {
                    "points": seen,
                    "swing_s": [start, end],
                    "id_times_s": id_times,
                    "moments_nm": moments,
                    "iliopsoas_n": iliopsoas,
                    "so_times_s": so_times,
                    "id_s": id_s,
                    "so_s": so_s,
                    "frames": len(id_times),
                }
            )
        )


if __name__ == "__main__":
    main()
