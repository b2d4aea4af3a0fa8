"""Names of the array types that numerics takes and gives."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Narrows = NDArray[np.int32]
Shorts = NDArray[np.int16]
