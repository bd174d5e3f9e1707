"""SCPI with PyVISA. Usage: python3 main/examples/scpi.py TCPIP::127.0.0.1::5025::SOCKET [FILE]

Sets channel, time base, trigger and block size, takes a single record, measures, and reads its samples (into FILE).
Debian: apt install python3-pyvisa python3-pyvisa-py
"""
import array
import sys

import pyvisa

resource = sys.argv[1] if len(sys.argv) > 1 else "TCPIP::127.0.0.1::5025::SOCKET"
scope = pyvisa.ResourceManager("@py").open_resource(resource, read_termination="\n", write_termination="\n")
scope.timeout = 20_000
print(scope.query("*IDN?"))

scope.write(":CHANnel1:SCALe 0.2; OFFSet 0")
scope.write(":TIMebase:SCALe 50 US")
scope.write(":TRIGger:KIND EDGE; LEVel 100 MV; SLOPe RISing")
scope.write(":BUFFer:BLOCk 16384")

# Waits until the record is whole.
scope.write(":SINGle")
scope.query("*OPC?")

print("frequency:", scope.query(":MEASure:FREQuency? CHANnel1"), "Hz")
scope.write(":WAVeform:SOURce CHANnel1; FORMat WORD; BYTeorder LSBFirst")
samples = scope.query_binary_values(":WAVeform:DATA?", datatype="h", is_big_endian=False)
preamble = [float(number) for number in scope.query(":WAVeform:PREamble?").split(",")]
_, _, points, _, x_increment, x_origin, _, y_increment, _, y_reference = preamble
print(f"{len(samples)} samples, one each {x_increment} s, the first {x_origin} s after the trigger")
print(f"the first is {(samples[0] - y_reference) * y_increment} V")
print("sample", scope.query(":WAVeform:SAMPle?"), "of the stream")
if len(sys.argv) > 2:
    numbers = array.array("h", samples)
    if sys.byteorder == "big":
        numbers.byteswap()
    with open(sys.argv[2], "wb") as file:
        numbers.tofile(file)

error = scope.query(":SYSTem:ERRor?")
if not error.startswith("0,"):
    sys.exit(error)
scope.close()
