from .classes.CIM_Component import CIM_Component as CIM_Component
from .classes.CIM_ComputerSystem import CIM_ComputerSystem as CIM_ComputerSystem
from .classes.CIM_LogicalDevice import CIM_LogicalDevice as CIM_LogicalDevice
from .classes.CIM_LogicalDisk import CIM_LogicalDisk as CIM_LogicalDisk
from .classes.CIM_LogicalElement import CIM_LogicalElement as CIM_LogicalElement
from .classes.CIM_ManagedSystemElement import (
    CIM_ManagedSystemElement as CIM_ManagedSystemElement,
)
from .classes.CIM_NetworkAdapter import CIM_NetworkAdapter as CIM_NetworkAdapter
from .classes.CIM_OperatingSystem import CIM_OperatingSystem as CIM_OperatingSystem
from .classes.CIM_Processor import CIM_Processor as CIM_Processor
from .classes.CIM_Product import CIM_Product as CIM_Product
from .classes.CIM_Service import CIM_Service as CIM_Service
from .classes.CIM_StatisticalInformation import (
    CIM_StatisticalInformation as CIM_StatisticalInformation,
)
from .classes.CIM_StorageExtent import CIM_StorageExtent as CIM_StorageExtent
from .classes.CIM_System import CIM_System as CIM_System
from .classes.CIM_SystemComponent import CIM_SystemComponent as CIM_SystemComponent
from .classes.CIM_SystemDevice import CIM_SystemDevice as CIM_SystemDevice
from .classes.CIM_UnitaryComputerSystem import (
    CIM_UnitaryComputerSystem as CIM_UnitaryComputerSystem,
)
from .classes.Win32_BaseService import Win32_BaseService as Win32_BaseService
from .classes.Win32_ComputerSystem import Win32_ComputerSystem as Win32_ComputerSystem
from .classes.Win32_ComputerSystemProcessor import (
    Win32_ComputerSystemProcessor as Win32_ComputerSystemProcessor,
)
from .classes.Win32_ComputerSystemProduct import (
    Win32_ComputerSystemProduct as Win32_ComputerSystemProduct,
)
from .classes.Win32_LogicalDisk import Win32_LogicalDisk as Win32_LogicalDisk
from .classes.Win32_NetworkAdapter import Win32_NetworkAdapter as Win32_NetworkAdapter
from .classes.Win32_OperatingSystem import (
    Win32_OperatingSystem as Win32_OperatingSystem,
)
from .classes.Win32_Perf import Win32_Perf as Win32_Perf
from .classes.Win32_PerfRawData import Win32_PerfRawData as Win32_PerfRawData
from .classes.Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor import (
    Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor as Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor,
)
from .classes.Win32_Processor import Win32_Processor as Win32_Processor
from .classes.Win32_ServerFeature import Win32_ServerFeature as Win32_ServerFeature
from .classes.Win32_Service import Win32_Service as Win32_Service
from .classes.Win32_SystemDevices import Win32_SystemDevices as Win32_SystemDevices

__all__ = (
    "CIM_Component",
    "CIM_ComputerSystem",
    "CIM_LogicalDevice",
    "CIM_LogicalDisk",
    "CIM_LogicalElement",
    "CIM_ManagedSystemElement",
    "CIM_NetworkAdapter",
    "CIM_OperatingSystem",
    "CIM_Processor",
    "CIM_Product",
    "CIM_Service",
    "CIM_StatisticalInformation",
    "CIM_StorageExtent",
    "CIM_System",
    "CIM_SystemComponent",
    "CIM_SystemDevice",
    "CIM_UnitaryComputerSystem",
    "Win32_BaseService",
    "Win32_ComputerSystem",
    "Win32_ComputerSystemProcessor",
    "Win32_ComputerSystemProduct",
    "Win32_LogicalDisk",
    "Win32_NetworkAdapter",
    "Win32_OperatingSystem",
    "Win32_Perf",
    "Win32_PerfRawData",
    "Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor",
    "Win32_Processor",
    "Win32_ServerFeature",
    "Win32_Service",
    "Win32_SystemDevices",
)
NAMESPACE: str | None
