from .classes.CIM_ActiveConnection import CIM_ActiveConnection as CIM_ActiveConnection
from .classes.CIM_AffectedJobElement import (
    CIM_AffectedJobElement as CIM_AffectedJobElement,
)
from .classes.CIM_AggregationMetricDefinition import (
    CIM_AggregationMetricDefinition as CIM_AggregationMetricDefinition,
)
from .classes.CIM_AggregationMetricValue import (
    CIM_AggregationMetricValue as CIM_AggregationMetricValue,
)
from .classes.CIM_AlertIndication import CIM_AlertIndication as CIM_AlertIndication
from .classes.CIM_AllocationCapabilities import (
    CIM_AllocationCapabilities as CIM_AllocationCapabilities,
)
from .classes.CIM_BIOSElement import CIM_BIOSElement as CIM_BIOSElement
from .classes.CIM_BaseMetricDefinition import (
    CIM_BaseMetricDefinition as CIM_BaseMetricDefinition,
)
from .classes.CIM_BaseMetricValue import CIM_BaseMetricValue as CIM_BaseMetricValue
from .classes.CIM_BasedOn import CIM_BasedOn as CIM_BasedOn
from .classes.CIM_BindsTo import CIM_BindsTo as CIM_BindsTo
from .classes.CIM_BindsToLANEndpoint import (
    CIM_BindsToLANEndpoint as CIM_BindsToLANEndpoint,
)
from .classes.CIM_CDROMDrive import CIM_CDROMDrive as CIM_CDROMDrive
from .classes.CIM_Capabilities import CIM_Capabilities as CIM_Capabilities
from .classes.CIM_ClassCreation import CIM_ClassCreation as CIM_ClassCreation
from .classes.CIM_ClassDeletion import CIM_ClassDeletion as CIM_ClassDeletion
from .classes.CIM_ClassIndication import CIM_ClassIndication as CIM_ClassIndication
from .classes.CIM_ClassModification import (
    CIM_ClassModification as CIM_ClassModification,
)
from .classes.CIM_CollectedMSEs import CIM_CollectedMSEs as CIM_CollectedMSEs
from .classes.CIM_Collection import CIM_Collection as CIM_Collection
from .classes.CIM_CollectionOfMSEs import CIM_CollectionOfMSEs as CIM_CollectionOfMSEs
from .classes.CIM_Component import CIM_Component as CIM_Component
from .classes.CIM_ComputerSystem import CIM_ComputerSystem as CIM_ComputerSystem
from .classes.CIM_ConcreteComponent import (
    CIM_ConcreteComponent as CIM_ConcreteComponent,
)
from .classes.CIM_ConcreteDependency import (
    CIM_ConcreteDependency as CIM_ConcreteDependency,
)
from .classes.CIM_ConcreteJob import CIM_ConcreteJob as CIM_ConcreteJob
from .classes.CIM_ControlledBy import CIM_ControlledBy as CIM_ControlledBy
from .classes.CIM_Controller import CIM_Controller as CIM_Controller
from .classes.CIM_DVDDrive import CIM_DVDDrive as CIM_DVDDrive
from .classes.CIM_Dependency import CIM_Dependency as CIM_Dependency
from .classes.CIM_DesktopMonitor import CIM_DesktopMonitor as CIM_DesktopMonitor
from .classes.CIM_DeviceConnection import CIM_DeviceConnection as CIM_DeviceConnection
from .classes.CIM_DeviceSAPImplementation import (
    CIM_DeviceSAPImplementation as CIM_DeviceSAPImplementation,
)
from .classes.CIM_DiskDrive import CIM_DiskDrive as CIM_DiskDrive
from .classes.CIM_DisketteDrive import CIM_DisketteDrive as CIM_DisketteDrive
from .classes.CIM_Display import CIM_Display as CIM_Display
from .classes.CIM_DisplayController import (
    CIM_DisplayController as CIM_DisplayController,
)
from .classes.CIM_DynamicForwardingEntry import (
    CIM_DynamicForwardingEntry as CIM_DynamicForwardingEntry,
)
from .classes.CIM_ElementAllocatedFromPool import (
    CIM_ElementAllocatedFromPool as CIM_ElementAllocatedFromPool,
)
from .classes.CIM_ElementCapabilities import (
    CIM_ElementCapabilities as CIM_ElementCapabilities,
)
from .classes.CIM_ElementConformsToProfile import (
    CIM_ElementConformsToProfile as CIM_ElementConformsToProfile,
)
from .classes.CIM_ElementSettingData import (
    CIM_ElementSettingData as CIM_ElementSettingData,
)
from .classes.CIM_ElementView import CIM_ElementView as CIM_ElementView
from .classes.CIM_EnabledLogicalElement import (
    CIM_EnabledLogicalElement as CIM_EnabledLogicalElement,
)
from .classes.CIM_EnabledLogicalElementCapabilities import (
    CIM_EnabledLogicalElementCapabilities as CIM_EnabledLogicalElementCapabilities,
)
from .classes.CIM_Error import CIM_Error as CIM_Error
from .classes.CIM_EthernetPort import CIM_EthernetPort as CIM_EthernetPort
from .classes.CIM_EthernetPortAllocationSettingData import (
    CIM_EthernetPortAllocationSettingData as CIM_EthernetPortAllocationSettingData,
)
from .classes.CIM_FCPort import CIM_FCPort as CIM_FCPort
from .classes.CIM_ForwardingService import (
    CIM_ForwardingService as CIM_ForwardingService,
)
from .classes.CIM_ForwardsAmong import CIM_ForwardsAmong as CIM_ForwardsAmong
from .classes.CIM_HostedAccessPoint import (
    CIM_HostedAccessPoint as CIM_HostedAccessPoint,
)
from .classes.CIM_HostedDependency import CIM_HostedDependency as CIM_HostedDependency
from .classes.CIM_HostedResourcePool import (
    CIM_HostedResourcePool as CIM_HostedResourcePool,
)
from .classes.CIM_HostedService import CIM_HostedService as CIM_HostedService
from .classes.CIM_IDEController import CIM_IDEController as CIM_IDEController
from .classes.CIM_Indication import CIM_Indication as CIM_Indication
from .classes.CIM_InstCreation import CIM_InstCreation as CIM_InstCreation
from .classes.CIM_InstDeletion import CIM_InstDeletion as CIM_InstDeletion
from .classes.CIM_InstIndication import CIM_InstIndication as CIM_InstIndication
from .classes.CIM_InstModification import CIM_InstModification as CIM_InstModification
from .classes.CIM_Job import CIM_Job as CIM_Job
from .classes.CIM_LANEndpoint import CIM_LANEndpoint as CIM_LANEndpoint
from .classes.CIM_LastAppliedSnapshot import (
    CIM_LastAppliedSnapshot as CIM_LastAppliedSnapshot,
)
from .classes.CIM_LogicalDevice import CIM_LogicalDevice as CIM_LogicalDevice
from .classes.CIM_LogicalDisk import CIM_LogicalDisk as CIM_LogicalDisk
from .classes.CIM_LogicalElement import CIM_LogicalElement as CIM_LogicalElement
from .classes.CIM_LogicalIdentity import CIM_LogicalIdentity as CIM_LogicalIdentity
from .classes.CIM_LogicalPort import CIM_LogicalPort as CIM_LogicalPort
from .classes.CIM_ManagedElement import CIM_ManagedElement as CIM_ManagedElement
from .classes.CIM_ManagedSystemElement import (
    CIM_ManagedSystemElement as CIM_ManagedSystemElement,
)
from .classes.CIM_MediaAccessDevice import (
    CIM_MediaAccessDevice as CIM_MediaAccessDevice,
)
from .classes.CIM_MediaPresent import CIM_MediaPresent as CIM_MediaPresent
from .classes.CIM_MemberOfCollection import (
    CIM_MemberOfCollection as CIM_MemberOfCollection,
)
from .classes.CIM_Memory import CIM_Memory as CIM_Memory
from .classes.CIM_MetricDefForME import CIM_MetricDefForME as CIM_MetricDefForME
from .classes.CIM_MetricForME import CIM_MetricForME as CIM_MetricForME
from .classes.CIM_MetricInstance import CIM_MetricInstance as CIM_MetricInstance
from .classes.CIM_MetricService import CIM_MetricService as CIM_MetricService
from .classes.CIM_MetricServiceCapabilities import (
    CIM_MetricServiceCapabilities as CIM_MetricServiceCapabilities,
)
from .classes.CIM_MostCurrentSnapshotInBranch import (
    CIM_MostCurrentSnapshotInBranch as CIM_MostCurrentSnapshotInBranch,
)
from .classes.CIM_NetworkPort import CIM_NetworkPort as CIM_NetworkPort
from .classes.CIM_NetworkService import CIM_NetworkService as CIM_NetworkService
from .classes.CIM_OwningJobElement import CIM_OwningJobElement as CIM_OwningJobElement
from .classes.CIM_PointingDevice import CIM_PointingDevice as CIM_PointingDevice
from .classes.CIM_PortOnDevice import CIM_PortOnDevice as CIM_PortOnDevice
from .classes.CIM_ProcessIndication import (
    CIM_ProcessIndication as CIM_ProcessIndication,
)
from .classes.CIM_Processor import CIM_Processor as CIM_Processor
from .classes.CIM_ProtocolController import (
    CIM_ProtocolController as CIM_ProtocolController,
)
from .classes.CIM_ProtocolControllerForDevice import (
    CIM_ProtocolControllerForDevice as CIM_ProtocolControllerForDevice,
)
from .classes.CIM_ProtocolControllerForUnit import (
    CIM_ProtocolControllerForUnit as CIM_ProtocolControllerForUnit,
)
from .classes.CIM_ProtocolEndpoint import CIM_ProtocolEndpoint as CIM_ProtocolEndpoint
from .classes.CIM_ResourceAllocationFromPool import (
    CIM_ResourceAllocationFromPool as CIM_ResourceAllocationFromPool,
)
from .classes.CIM_ResourceAllocationSettingData import (
    CIM_ResourceAllocationSettingData as CIM_ResourceAllocationSettingData,
)
from .classes.CIM_ResourcePool import CIM_ResourcePool as CIM_ResourcePool
from .classes.CIM_ResourcePoolConfigurationCapabilities import (
    CIM_ResourcePoolConfigurationCapabilities as CIM_ResourcePoolConfigurationCapabilities,
)
from .classes.CIM_ResourcePoolConfigurationService import (
    CIM_ResourcePoolConfigurationService as CIM_ResourcePoolConfigurationService,
)
from .classes.CIM_SAPSAPDependency import CIM_SAPSAPDependency as CIM_SAPSAPDependency
from .classes.CIM_SCSIProtocolController import (
    CIM_SCSIProtocolController as CIM_SCSIProtocolController,
)
from .classes.CIM_SerialController import CIM_SerialController as CIM_SerialController
from .classes.CIM_Service import CIM_Service as CIM_Service
from .classes.CIM_ServiceAccessPoint import (
    CIM_ServiceAccessPoint as CIM_ServiceAccessPoint,
)
from .classes.CIM_ServiceAffectsElement import (
    CIM_ServiceAffectsElement as CIM_ServiceAffectsElement,
)
from .classes.CIM_ServiceComponent import CIM_ServiceComponent as CIM_ServiceComponent
from .classes.CIM_ServiceSAPDependency import (
    CIM_ServiceSAPDependency as CIM_ServiceSAPDependency,
)
from .classes.CIM_SettingData import CIM_SettingData as CIM_SettingData
from .classes.CIM_SettingsDefineCapabilities import (
    CIM_SettingsDefineCapabilities as CIM_SettingsDefineCapabilities,
)
from .classes.CIM_SettingsDefineState import (
    CIM_SettingsDefineState as CIM_SettingsDefineState,
)
from .classes.CIM_SnapshotOfVirtualSystem import (
    CIM_SnapshotOfVirtualSystem as CIM_SnapshotOfVirtualSystem,
)
from .classes.CIM_SoftwareElement import CIM_SoftwareElement as CIM_SoftwareElement
from .classes.CIM_StorageAllocationSettingData import (
    CIM_StorageAllocationSettingData as CIM_StorageAllocationSettingData,
)
from .classes.CIM_StorageExtent import CIM_StorageExtent as CIM_StorageExtent
from .classes.CIM_SwitchPort import CIM_SwitchPort as CIM_SwitchPort
from .classes.CIM_SwitchPortDynamicForwarding import (
    CIM_SwitchPortDynamicForwarding as CIM_SwitchPortDynamicForwarding,
)
from .classes.CIM_SwitchService import CIM_SwitchService as CIM_SwitchService
from .classes.CIM_SwitchServiceTransparentBridging import (
    CIM_SwitchServiceTransparentBridging as CIM_SwitchServiceTransparentBridging,
)
from .classes.CIM_SwitchesAmong import CIM_SwitchesAmong as CIM_SwitchesAmong
from .classes.CIM_System import CIM_System as CIM_System
from .classes.CIM_SystemBIOS import CIM_SystemBIOS as CIM_SystemBIOS
from .classes.CIM_SystemComponent import CIM_SystemComponent as CIM_SystemComponent
from .classes.CIM_SystemDevice import CIM_SystemDevice as CIM_SystemDevice
from .classes.CIM_TPM import CIM_TPM as CIM_TPM
from .classes.CIM_TapeDrive import CIM_TapeDrive as CIM_TapeDrive
from .classes.CIM_TransparentBridgingDynamicForwarding import (
    CIM_TransparentBridgingDynamicForwarding as CIM_TransparentBridgingDynamicForwarding,
)
from .classes.CIM_TransparentBridgingService import (
    CIM_TransparentBridgingService as CIM_TransparentBridgingService,
)
from .classes.CIM_USBDevice import CIM_USBDevice as CIM_USBDevice
from .classes.CIM_UserDevice import CIM_UserDevice as CIM_UserDevice
from .classes.CIM_VLANEndpoint import CIM_VLANEndpoint as CIM_VLANEndpoint
from .classes.CIM_VLANEndpointSettingData import (
    CIM_VLANEndpointSettingData as CIM_VLANEndpointSettingData,
)
from .classes.CIM_VideoHead import CIM_VideoHead as CIM_VideoHead
from .classes.CIM_VideoHeadOnController import (
    CIM_VideoHeadOnController as CIM_VideoHeadOnController,
)
from .classes.CIM_View import CIM_View as CIM_View
from .classes.CIM_VirtualEthernetSwitchSettingData import (
    CIM_VirtualEthernetSwitchSettingData as CIM_VirtualEthernetSwitchSettingData,
)
from .classes.CIM_VirtualSystemManagementCapabilities import (
    CIM_VirtualSystemManagementCapabilities as CIM_VirtualSystemManagementCapabilities,
)
from .classes.CIM_VirtualSystemManagementService import (
    CIM_VirtualSystemManagementService as CIM_VirtualSystemManagementService,
)
from .classes.CIM_VirtualSystemMigrationCapabilities import (
    CIM_VirtualSystemMigrationCapabilities as CIM_VirtualSystemMigrationCapabilities,
)
from .classes.CIM_VirtualSystemMigrationService import (
    CIM_VirtualSystemMigrationService as CIM_VirtualSystemMigrationService,
)
from .classes.CIM_VirtualSystemMigrationSettingData import (
    CIM_VirtualSystemMigrationSettingData as CIM_VirtualSystemMigrationSettingData,
)
from .classes.CIM_VirtualSystemSettingData import (
    CIM_VirtualSystemSettingData as CIM_VirtualSystemSettingData,
)
from .classes.CIM_VirtualSystemSettingDataComponent import (
    CIM_VirtualSystemSettingDataComponent as CIM_VirtualSystemSettingDataComponent,
)
from .classes.CIM_VirtualSystemSnapshotService import (
    CIM_VirtualSystemSnapshotService as CIM_VirtualSystemSnapshotService,
)
from .classes.CIM_WiFiEndpoint import CIM_WiFiEndpoint as CIM_WiFiEndpoint
from .classes.CIM_WiFiPort import CIM_WiFiPort as CIM_WiFiPort
from .classes.MSFT_ExtendedStatus import MSFT_ExtendedStatus as MSFT_ExtendedStatus
from .classes.MSFT_WmiError import MSFT_WmiError as MSFT_WmiError
from .classes.Msvm_AbstractResourcePoolSettingData import (
    Msvm_AbstractResourcePoolSettingData as Msvm_AbstractResourcePoolSettingData,
)
from .classes.Msvm_ActiveConnection import (
    Msvm_ActiveConnection as Msvm_ActiveConnection,
)
from .classes.Msvm_AffectedJobElement import (
    Msvm_AffectedJobElement as Msvm_AffectedJobElement,
)
from .classes.Msvm_AffectedStorageJobElement import (
    Msvm_AffectedStorageJobElement as Msvm_AffectedStorageJobElement,
)
from .classes.Msvm_AggregationMetricDefinition import (
    Msvm_AggregationMetricDefinition as Msvm_AggregationMetricDefinition,
)
from .classes.Msvm_AggregationMetricValue import (
    Msvm_AggregationMetricValue as Msvm_AggregationMetricValue,
)
from .classes.Msvm_AllocationCapabilities import (
    Msvm_AllocationCapabilities as Msvm_AllocationCapabilities,
)
from .classes.Msvm_AssignableDeviceDismountSettingData import (
    Msvm_AssignableDeviceDismountSettingData as Msvm_AssignableDeviceDismountSettingData,
)
from .classes.Msvm_AssignableDeviceService import (
    Msvm_AssignableDeviceService as Msvm_AssignableDeviceService,
)
from .classes.Msvm_BIOSElement import Msvm_BIOSElement as Msvm_BIOSElement
from .classes.Msvm_BaseMetricDefinition import (
    Msvm_BaseMetricDefinition as Msvm_BaseMetricDefinition,
)
from .classes.Msvm_BaseMetricValue import Msvm_BaseMetricValue as Msvm_BaseMetricValue
from .classes.Msvm_BasedOn import Msvm_BasedOn as Msvm_BasedOn
from .classes.Msvm_Battery import Msvm_Battery as Msvm_Battery
from .classes.Msvm_BatterySettingData import (
    Msvm_BatterySettingData as Msvm_BatterySettingData,
)
from .classes.Msvm_BindsToLANEndpoint import (
    Msvm_BindsToLANEndpoint as Msvm_BindsToLANEndpoint,
)
from .classes.Msvm_BootSourceComponent import (
    Msvm_BootSourceComponent as Msvm_BootSourceComponent,
)
from .classes.Msvm_BootSourceSettingData import (
    Msvm_BootSourceSettingData as Msvm_BootSourceSettingData,
)
from .classes.Msvm_CollectedCollections import (
    Msvm_CollectedCollections as Msvm_CollectedCollections,
)
from .classes.Msvm_CollectedReferencePoints import (
    Msvm_CollectedReferencePoints as Msvm_CollectedReferencePoints,
)
from .classes.Msvm_CollectedSnapshots import (
    Msvm_CollectedSnapshots as Msvm_CollectedSnapshots,
)
from .classes.Msvm_CollectedVirtualSystems import (
    Msvm_CollectedVirtualSystems as Msvm_CollectedVirtualSystems,
)
from .classes.Msvm_CollectionManagementService import (
    Msvm_CollectionManagementService as Msvm_CollectionManagementService,
)
from .classes.Msvm_CollectionReferencePointExportJob import (
    Msvm_CollectionReferencePointExportJob as Msvm_CollectionReferencePointExportJob,
)
from .classes.Msvm_CollectionReferencePointExportSettingData import (
    Msvm_CollectionReferencePointExportSettingData as Msvm_CollectionReferencePointExportSettingData,
)
from .classes.Msvm_CollectionReferencePointService import (
    Msvm_CollectionReferencePointService as Msvm_CollectionReferencePointService,
)
from .classes.Msvm_CollectionReferencePointSettingData import (
    Msvm_CollectionReferencePointSettingData as Msvm_CollectionReferencePointSettingData,
)
from .classes.Msvm_CollectionSettingData import (
    Msvm_CollectionSettingData as Msvm_CollectionSettingData,
)
from .classes.Msvm_CollectionSnapshotExportSettingData import (
    Msvm_CollectionSnapshotExportSettingData as Msvm_CollectionSnapshotExportSettingData,
)
from .classes.Msvm_CollectionSnapshotService import (
    Msvm_CollectionSnapshotService as Msvm_CollectionSnapshotService,
)
from .classes.Msvm_CompatibilityVector import (
    Msvm_CompatibilityVector as Msvm_CompatibilityVector,
)
from .classes.Msvm_ComputerSystem import Msvm_ComputerSystem as Msvm_ComputerSystem
from .classes.Msvm_ComputerSystemSummaryInformation import (
    Msvm_ComputerSystemSummaryInformation as Msvm_ComputerSystemSummaryInformation,
)
from .classes.Msvm_ConcreteComponent import (
    Msvm_ConcreteComponent as Msvm_ConcreteComponent,
)
from .classes.Msvm_ConcreteDependency import (
    Msvm_ConcreteDependency as Msvm_ConcreteDependency,
)
from .classes.Msvm_ConcreteJob import Msvm_ConcreteJob as Msvm_ConcreteJob
from .classes.Msvm_ControlledBy import Msvm_ControlledBy as Msvm_ControlledBy
from .classes.Msvm_CopyFileToGuestJob import (
    Msvm_CopyFileToGuestJob as Msvm_CopyFileToGuestJob,
)
from .classes.Msvm_CopyFileToGuestSettingData import (
    Msvm_CopyFileToGuestSettingData as Msvm_CopyFileToGuestSettingData,
)
from .classes.Msvm_DVDDrive import Msvm_DVDDrive as Msvm_DVDDrive
from .classes.Msvm_DeviceSAPImplementation import (
    Msvm_DeviceSAPImplementation as Msvm_DeviceSAPImplementation,
)
from .classes.Msvm_DiskDrive import Msvm_DiskDrive as Msvm_DiskDrive
from .classes.Msvm_DiskMergeSettingData import (
    Msvm_DiskMergeSettingData as Msvm_DiskMergeSettingData,
)
from .classes.Msvm_DisketteController import (
    Msvm_DisketteController as Msvm_DisketteController,
)
from .classes.Msvm_DisketteDrive import Msvm_DisketteDrive as Msvm_DisketteDrive
from .classes.Msvm_DynamicForwardingEntry import (
    Msvm_DynamicForwardingEntry as Msvm_DynamicForwardingEntry,
)
from .classes.Msvm_ElementAllocatedFromNumaNode import (
    Msvm_ElementAllocatedFromNumaNode as Msvm_ElementAllocatedFromNumaNode,
)
from .classes.Msvm_ElementAllocatedFromPool import (
    Msvm_ElementAllocatedFromPool as Msvm_ElementAllocatedFromPool,
)
from .classes.Msvm_ElementCapabilities import (
    Msvm_ElementCapabilities as Msvm_ElementCapabilities,
)
from .classes.Msvm_ElementConformsToProfile import (
    Msvm_ElementConformsToProfile as Msvm_ElementConformsToProfile,
)
from .classes.Msvm_ElementSettingData import (
    Msvm_ElementSettingData as Msvm_ElementSettingData,
)
from .classes.Msvm_EmulatedEthernetPort import (
    Msvm_EmulatedEthernetPort as Msvm_EmulatedEthernetPort,
)
from .classes.Msvm_EmulatedEthernetPortSettingData import (
    Msvm_EmulatedEthernetPortSettingData as Msvm_EmulatedEthernetPortSettingData,
)
from .classes.Msvm_Error import Msvm_Error as Msvm_Error
from .classes.Msvm_EthernetDeviceSAPImplementation import (
    Msvm_EthernetDeviceSAPImplementation as Msvm_EthernetDeviceSAPImplementation,
)
from .classes.Msvm_EthernetPortAllocationSettingData import (
    Msvm_EthernetPortAllocationSettingData as Msvm_EthernetPortAllocationSettingData,
)
from .classes.Msvm_EthernetPortData import (
    Msvm_EthernetPortData as Msvm_EthernetPortData,
)
from .classes.Msvm_EthernetPortFailoverSettingDataComponent import (
    Msvm_EthernetPortFailoverSettingDataComponent as Msvm_EthernetPortFailoverSettingDataComponent,
)
from .classes.Msvm_EthernetPortInfo import (
    Msvm_EthernetPortInfo as Msvm_EthernetPortInfo,
)
from .classes.Msvm_EthernetPortSettingDataComponent import (
    Msvm_EthernetPortSettingDataComponent as Msvm_EthernetPortSettingDataComponent,
)
from .classes.Msvm_EthernetSwitchBandwidthData import (
    Msvm_EthernetSwitchBandwidthData as Msvm_EthernetSwitchBandwidthData,
)
from .classes.Msvm_EthernetSwitchData import (
    Msvm_EthernetSwitchData as Msvm_EthernetSwitchData,
)
from .classes.Msvm_EthernetSwitchExtension import (
    Msvm_EthernetSwitchExtension as Msvm_EthernetSwitchExtension,
)
from .classes.Msvm_EthernetSwitchExtensionCapabilities import (
    Msvm_EthernetSwitchExtensionCapabilities as Msvm_EthernetSwitchExtensionCapabilities,
)
from .classes.Msvm_EthernetSwitchFeatureCapabilities import (
    Msvm_EthernetSwitchFeatureCapabilities as Msvm_EthernetSwitchFeatureCapabilities,
)
from .classes.Msvm_EthernetSwitchFeatureSettingData import (
    Msvm_EthernetSwitchFeatureSettingData as Msvm_EthernetSwitchFeatureSettingData,
)
from .classes.Msvm_EthernetSwitchHardwareOffloadData import (
    Msvm_EthernetSwitchHardwareOffloadData as Msvm_EthernetSwitchHardwareOffloadData,
)
from .classes.Msvm_EthernetSwitchHardwareOffloadSettingData import (
    Msvm_EthernetSwitchHardwareOffloadSettingData as Msvm_EthernetSwitchHardwareOffloadSettingData,
)
from .classes.Msvm_EthernetSwitchInfo import (
    Msvm_EthernetSwitchInfo as Msvm_EthernetSwitchInfo,
)
from .classes.Msvm_EthernetSwitchOperationalData import (
    Msvm_EthernetSwitchOperationalData as Msvm_EthernetSwitchOperationalData,
)
from .classes.Msvm_EthernetSwitchPort import (
    Msvm_EthernetSwitchPort as Msvm_EthernetSwitchPort,
)
from .classes.Msvm_EthernetSwitchPortAclSettingData import (
    Msvm_EthernetSwitchPortAclSettingData as Msvm_EthernetSwitchPortAclSettingData,
)
from .classes.Msvm_EthernetSwitchPortBandwidthData import (
    Msvm_EthernetSwitchPortBandwidthData as Msvm_EthernetSwitchPortBandwidthData,
)
from .classes.Msvm_EthernetSwitchPortBandwidthSettingData import (
    Msvm_EthernetSwitchPortBandwidthSettingData as Msvm_EthernetSwitchPortBandwidthSettingData,
)
from .classes.Msvm_EthernetSwitchPortExtendedAclSettingData import (
    Msvm_EthernetSwitchPortExtendedAclSettingData as Msvm_EthernetSwitchPortExtendedAclSettingData,
)
from .classes.Msvm_EthernetSwitchPortFeatureSettingData import (
    Msvm_EthernetSwitchPortFeatureSettingData as Msvm_EthernetSwitchPortFeatureSettingData,
)
from .classes.Msvm_EthernetSwitchPortIsolationSettingData import (
    Msvm_EthernetSwitchPortIsolationSettingData as Msvm_EthernetSwitchPortIsolationSettingData,
)
from .classes.Msvm_EthernetSwitchPortOffloadData import (
    Msvm_EthernetSwitchPortOffloadData as Msvm_EthernetSwitchPortOffloadData,
)
from .classes.Msvm_EthernetSwitchPortOffloadSettingData import (
    Msvm_EthernetSwitchPortOffloadSettingData as Msvm_EthernetSwitchPortOffloadSettingData,
)
from .classes.Msvm_EthernetSwitchPortProfileSettingData import (
    Msvm_EthernetSwitchPortProfileSettingData as Msvm_EthernetSwitchPortProfileSettingData,
)
from .classes.Msvm_EthernetSwitchPortRdmaSettingData import (
    Msvm_EthernetSwitchPortRdmaSettingData as Msvm_EthernetSwitchPortRdmaSettingData,
)
from .classes.Msvm_EthernetSwitchPortRoutingDomainSettingData import (
    Msvm_EthernetSwitchPortRoutingDomainSettingData as Msvm_EthernetSwitchPortRoutingDomainSettingData,
)
from .classes.Msvm_EthernetSwitchPortSecuritySettingData import (
    Msvm_EthernetSwitchPortSecuritySettingData as Msvm_EthernetSwitchPortSecuritySettingData,
)
from .classes.Msvm_EthernetSwitchPortTeamMappingSettingData import (
    Msvm_EthernetSwitchPortTeamMappingSettingData as Msvm_EthernetSwitchPortTeamMappingSettingData,
)
from .classes.Msvm_EthernetSwitchPortVlanSettingData import (
    Msvm_EthernetSwitchPortVlanSettingData as Msvm_EthernetSwitchPortVlanSettingData,
)
from .classes.Msvm_ExternalEthernetPort import (
    Msvm_ExternalEthernetPort as Msvm_ExternalEthernetPort,
)
from .classes.Msvm_ExternalEthernetPortCapabilities import (
    Msvm_ExternalEthernetPortCapabilities as Msvm_ExternalEthernetPortCapabilities,
)
from .classes.Msvm_ExternalFcPort import Msvm_ExternalFcPort as Msvm_ExternalFcPort
from .classes.Msvm_FailoverNetworkAdapterSettingData import (
    Msvm_FailoverNetworkAdapterSettingData as Msvm_FailoverNetworkAdapterSettingData,
)
from .classes.Msvm_FcActiveConnection import (
    Msvm_FcActiveConnection as Msvm_FcActiveConnection,
)
from .classes.Msvm_FcDeviceSAPImplementation import (
    Msvm_FcDeviceSAPImplementation as Msvm_FcDeviceSAPImplementation,
)
from .classes.Msvm_FcEndpoint import Msvm_FcEndpoint as Msvm_FcEndpoint
from .classes.Msvm_FcPortAllocationSettingData import (
    Msvm_FcPortAllocationSettingData as Msvm_FcPortAllocationSettingData,
)
from .classes.Msvm_FcSwitchPort import Msvm_FcSwitchPort as Msvm_FcSwitchPort
from .classes.Msvm_FeatureSettingData import (
    Msvm_FeatureSettingData as Msvm_FeatureSettingData,
)
from .classes.Msvm_FeatureSettingsDefineCapabilities import (
    Msvm_FeatureSettingsDefineCapabilities as Msvm_FeatureSettingsDefineCapabilities,
)
from .classes.Msvm_FlexIoDevice import Msvm_FlexIoDevice as Msvm_FlexIoDevice
from .classes.Msvm_FlexIoDeviceSettingData import (
    Msvm_FlexIoDeviceSettingData as Msvm_FlexIoDeviceSettingData,
)
from .classes.Msvm_GpuPartition import Msvm_GpuPartition as Msvm_GpuPartition
from .classes.Msvm_GpuPartitionSettingData import (
    Msvm_GpuPartitionSettingData as Msvm_GpuPartitionSettingData,
)
from .classes.Msvm_GuestClusterInformation import (
    Msvm_GuestClusterInformation as Msvm_GuestClusterInformation,
)
from .classes.Msvm_GuestCommunicationService import (
    Msvm_GuestCommunicationService as Msvm_GuestCommunicationService,
)
from .classes.Msvm_GuestCommunicationServiceSettingData import (
    Msvm_GuestCommunicationServiceSettingData as Msvm_GuestCommunicationServiceSettingData,
)
from .classes.Msvm_GuestFileService import (
    Msvm_GuestFileService as Msvm_GuestFileService,
)
from .classes.Msvm_GuestNetworkAdapterConfiguration import (
    Msvm_GuestNetworkAdapterConfiguration as Msvm_GuestNetworkAdapterConfiguration,
)
from .classes.Msvm_GuestService import Msvm_GuestService as Msvm_GuestService
from .classes.Msvm_GuestServiceInterfaceComponent import (
    Msvm_GuestServiceInterfaceComponent as Msvm_GuestServiceInterfaceComponent,
)
from .classes.Msvm_GuestServiceInterfaceComponentSettingData import (
    Msvm_GuestServiceInterfaceComponentSettingData as Msvm_GuestServiceInterfaceComponentSettingData,
)
from .classes.Msvm_GuestServiceInterfaceSettingDataComponent import (
    Msvm_GuestServiceInterfaceSettingDataComponent as Msvm_GuestServiceInterfaceSettingDataComponent,
)
from .classes.Msvm_HeartbeatComponent import (
    Msvm_HeartbeatComponent as Msvm_HeartbeatComponent,
)
from .classes.Msvm_HeartbeatComponentSettingData import (
    Msvm_HeartbeatComponentSettingData as Msvm_HeartbeatComponentSettingData,
)
from .classes.Msvm_HostedDependency import (
    Msvm_HostedDependency as Msvm_HostedDependency,
)
from .classes.Msvm_HostedEthernetSwitchExtension import (
    Msvm_HostedEthernetSwitchExtension as Msvm_HostedEthernetSwitchExtension,
)
from .classes.Msvm_HostedResourcePool import (
    Msvm_HostedResourcePool as Msvm_HostedResourcePool,
)
from .classes.Msvm_HostedService import Msvm_HostedService as Msvm_HostedService
from .classes.Msvm_HostedSwitchService import (
    Msvm_HostedSwitchService as Msvm_HostedSwitchService,
)
from .classes.Msvm_IDEController import Msvm_IDEController as Msvm_IDEController
from .classes.Msvm_ImageManagementService import (
    Msvm_ImageManagementService as Msvm_ImageManagementService,
)
from .classes.Msvm_InstalledEthernetSwitchExtension import (
    Msvm_InstalledEthernetSwitchExtension as Msvm_InstalledEthernetSwitchExtension,
)
from .classes.Msvm_InteractiveSessionACE import (
    Msvm_InteractiveSessionACE as Msvm_InteractiveSessionACE,
)
from .classes.Msvm_InternalEthernetPort import (
    Msvm_InternalEthernetPort as Msvm_InternalEthernetPort,
)
from .classes.Msvm_Keyboard import Msvm_Keyboard as Msvm_Keyboard
from .classes.Msvm_KvpExchangeComponent import (
    Msvm_KvpExchangeComponent as Msvm_KvpExchangeComponent,
)
from .classes.Msvm_KvpExchangeComponentSettingData import (
    Msvm_KvpExchangeComponentSettingData as Msvm_KvpExchangeComponentSettingData,
)
from .classes.Msvm_KvpExchangeDataItem import (
    Msvm_KvpExchangeDataItem as Msvm_KvpExchangeDataItem,
)
from .classes.Msvm_LANEndpoint import Msvm_LANEndpoint as Msvm_LANEndpoint
from .classes.Msvm_LastAppliedSnapshot import (
    Msvm_LastAppliedSnapshot as Msvm_LastAppliedSnapshot,
)
from .classes.Msvm_LogicalDisk import Msvm_LogicalDisk as Msvm_LogicalDisk
from .classes.Msvm_LogicalIdentity import Msvm_LogicalIdentity as Msvm_LogicalIdentity
from .classes.Msvm_ManagementCollection import (
    Msvm_ManagementCollection as Msvm_ManagementCollection,
)
from .classes.Msvm_MediaPresent import Msvm_MediaPresent as Msvm_MediaPresent
from .classes.Msvm_Memory import Msvm_Memory as Msvm_Memory
from .classes.Msvm_MemorySettingData import (
    Msvm_MemorySettingData as Msvm_MemorySettingData,
)
from .classes.Msvm_MetricCollectionDependency import (
    Msvm_MetricCollectionDependency as Msvm_MetricCollectionDependency,
)
from .classes.Msvm_MetricDefForME import Msvm_MetricDefForME as Msvm_MetricDefForME
from .classes.Msvm_MetricForME import Msvm_MetricForME as Msvm_MetricForME
from .classes.Msvm_MetricInstance import Msvm_MetricInstance as Msvm_MetricInstance
from .classes.Msvm_MetricService import Msvm_MetricService as Msvm_MetricService
from .classes.Msvm_MetricServiceCapabilities import (
    Msvm_MetricServiceCapabilities as Msvm_MetricServiceCapabilities,
)
from .classes.Msvm_MetricServiceSettingData import (
    Msvm_MetricServiceSettingData as Msvm_MetricServiceSettingData,
)
from .classes.Msvm_MigrationJob import Msvm_MigrationJob as Msvm_MigrationJob
from .classes.Msvm_MostCurrentSnapshotInBranch import (
    Msvm_MostCurrentSnapshotInBranch as Msvm_MostCurrentSnapshotInBranch,
)
from .classes.Msvm_MountedStorageImage import (
    Msvm_MountedStorageImage as Msvm_MountedStorageImage,
)
from .classes.Msvm_MoveUnmanagedVhd import (
    Msvm_MoveUnmanagedVhd as Msvm_MoveUnmanagedVhd,
)
from .classes.Msvm_NetworkConnectionDiagnosticInformation import (
    Msvm_NetworkConnectionDiagnosticInformation as Msvm_NetworkConnectionDiagnosticInformation,
)
from .classes.Msvm_NetworkConnectionDiagnosticSettingData import (
    Msvm_NetworkConnectionDiagnosticSettingData as Msvm_NetworkConnectionDiagnosticSettingData,
)
from .classes.Msvm_NumaNode import Msvm_NumaNode as Msvm_NumaNode
from .classes.Msvm_NumaNodeTopology import (
    Msvm_NumaNodeTopology as Msvm_NumaNodeTopology,
)
from .classes.Msvm_OwningJobElement import (
    Msvm_OwningJobElement as Msvm_OwningJobElement,
)
from .classes.Msvm_ParentChildSettingData import (
    Msvm_ParentChildSettingData as Msvm_ParentChildSettingData,
)
from .classes.Msvm_ParentEthernetSwitchExtension import (
    Msvm_ParentEthernetSwitchExtension as Msvm_ParentEthernetSwitchExtension,
)
from .classes.Msvm_PartitionableGpu import (
    Msvm_PartitionableGpu as Msvm_PartitionableGpu,
)
from .classes.Msvm_PciExpress import Msvm_PciExpress as Msvm_PciExpress
from .classes.Msvm_PciExpressSettingData import (
    Msvm_PciExpressSettingData as Msvm_PciExpressSettingData,
)
from .classes.Msvm_PersistentMemoryController import (
    Msvm_PersistentMemoryController as Msvm_PersistentMemoryController,
)
from .classes.Msvm_Physical3dGraphicsProcessor import (
    Msvm_Physical3dGraphicsProcessor as Msvm_Physical3dGraphicsProcessor,
)
from .classes.Msvm_PhysicalGPUInfo import Msvm_PhysicalGPUInfo as Msvm_PhysicalGPUInfo
from .classes.Msvm_PlannedComputerSystem import (
    Msvm_PlannedComputerSystem as Msvm_PlannedComputerSystem,
)
from .classes.Msvm_Processor import Msvm_Processor as Msvm_Processor
from .classes.Msvm_ProcessorPool import Msvm_ProcessorPool as Msvm_ProcessorPool
from .classes.Msvm_ProcessorSettingData import (
    Msvm_ProcessorSettingData as Msvm_ProcessorSettingData,
)
from .classes.Msvm_ProtocolControllerForUnit import (
    Msvm_ProtocolControllerForUnit as Msvm_ProtocolControllerForUnit,
)
from .classes.Msvm_Ps2Mouse import Msvm_Ps2Mouse as Msvm_Ps2Mouse
from .classes.Msvm_RdvComponent import Msvm_RdvComponent as Msvm_RdvComponent
from .classes.Msvm_RdvComponentSettingData import (
    Msvm_RdvComponentSettingData as Msvm_RdvComponentSettingData,
)
from .classes.Msvm_ReferencePointCollection import (
    Msvm_ReferencePointCollection as Msvm_ReferencePointCollection,
)
from .classes.Msvm_ReferencePointOfVirtualSystem import (
    Msvm_ReferencePointOfVirtualSystem as Msvm_ReferencePointOfVirtualSystem,
)
from .classes.Msvm_ReferencePointOfVirtualSystemCollection import (
    Msvm_ReferencePointOfVirtualSystemCollection as Msvm_ReferencePointOfVirtualSystemCollection,
)
from .classes.Msvm_RegisteredGuestService import (
    Msvm_RegisteredGuestService as Msvm_RegisteredGuestService,
)
from .classes.Msvm_ReplicaSystemDependency import (
    Msvm_ReplicaSystemDependency as Msvm_ReplicaSystemDependency,
)
from .classes.Msvm_ReplicationAuthorizationSettingData import (
    Msvm_ReplicationAuthorizationSettingData as Msvm_ReplicationAuthorizationSettingData,
)
from .classes.Msvm_ReplicationProvider import (
    Msvm_ReplicationProvider as Msvm_ReplicationProvider,
)
from .classes.Msvm_ReplicationRelationship import (
    Msvm_ReplicationRelationship as Msvm_ReplicationRelationship,
)
from .classes.Msvm_ReplicationService import (
    Msvm_ReplicationService as Msvm_ReplicationService,
)
from .classes.Msvm_ReplicationServiceSettingData import (
    Msvm_ReplicationServiceSettingData as Msvm_ReplicationServiceSettingData,
)
from .classes.Msvm_ReplicationSettingData import (
    Msvm_ReplicationSettingData as Msvm_ReplicationSettingData,
)
from .classes.Msvm_ReplicationStatistics import (
    Msvm_ReplicationStatistics as Msvm_ReplicationStatistics,
)
from .classes.Msvm_ResourceAllocationFromPool import (
    Msvm_ResourceAllocationFromPool as Msvm_ResourceAllocationFromPool,
)
from .classes.Msvm_ResourceAllocationSettingData import (
    Msvm_ResourceAllocationSettingData as Msvm_ResourceAllocationSettingData,
)
from .classes.Msvm_ResourceDependentOnResource import (
    Msvm_ResourceDependentOnResource as Msvm_ResourceDependentOnResource,
)
from .classes.Msvm_ResourcePool import Msvm_ResourcePool as Msvm_ResourcePool
from .classes.Msvm_ResourcePoolConfigurationCapabilities import (
    Msvm_ResourcePoolConfigurationCapabilities as Msvm_ResourcePoolConfigurationCapabilities,
)
from .classes.Msvm_ResourcePoolConfigurationService import (
    Msvm_ResourcePoolConfigurationService as Msvm_ResourcePoolConfigurationService,
)
from .classes.Msvm_ResourcePoolSettingData import (
    Msvm_ResourcePoolSettingData as Msvm_ResourcePoolSettingData,
)
from .classes.Msvm_S3DisplayController import (
    Msvm_S3DisplayController as Msvm_S3DisplayController,
)
from .classes.Msvm_SCSIProtocolController import (
    Msvm_SCSIProtocolController as Msvm_SCSIProtocolController,
)
from .classes.Msvm_SecurityElement import Msvm_SecurityElement as Msvm_SecurityElement
from .classes.Msvm_SecurityService import Msvm_SecurityService as Msvm_SecurityService
from .classes.Msvm_SecuritySettingData import (
    Msvm_SecuritySettingData as Msvm_SecuritySettingData,
)
from .classes.Msvm_SerialController import (
    Msvm_SerialController as Msvm_SerialController,
)
from .classes.Msvm_SerialPort import Msvm_SerialPort as Msvm_SerialPort
from .classes.Msvm_SerialPortOnSerialController import (
    Msvm_SerialPortOnSerialController as Msvm_SerialPortOnSerialController,
)
from .classes.Msvm_SerialPortSettingData import (
    Msvm_SerialPortSettingData as Msvm_SerialPortSettingData,
)
from .classes.Msvm_ServiceAffectsElement import (
    Msvm_ServiceAffectsElement as Msvm_ServiceAffectsElement,
)
from .classes.Msvm_ServiceOfVssComponent import (
    Msvm_ServiceOfVssComponent as Msvm_ServiceOfVssComponent,
)
from .classes.Msvm_ServicingSettings import (
    Msvm_ServicingSettings as Msvm_ServicingSettings,
)
from .classes.Msvm_SettingDataComponent import (
    Msvm_SettingDataComponent as Msvm_SettingDataComponent,
)
from .classes.Msvm_SettingsDefineCapabilities import (
    Msvm_SettingsDefineCapabilities as Msvm_SettingsDefineCapabilities,
)
from .classes.Msvm_SettingsDefineState import (
    Msvm_SettingsDefineState as Msvm_SettingsDefineState,
)
from .classes.Msvm_ShutdownComponent import (
    Msvm_ShutdownComponent as Msvm_ShutdownComponent,
)
from .classes.Msvm_ShutdownComponentSettingData import (
    Msvm_ShutdownComponentSettingData as Msvm_ShutdownComponentSettingData,
)
from .classes.Msvm_SnapshotCollection import (
    Msvm_SnapshotCollection as Msvm_SnapshotCollection,
)
from .classes.Msvm_SnapshotOfVirtualSystem import (
    Msvm_SnapshotOfVirtualSystem as Msvm_SnapshotOfVirtualSystem,
)
from .classes.Msvm_SnapshotOfVirtualSystemCollection import (
    Msvm_SnapshotOfVirtualSystemCollection as Msvm_SnapshotOfVirtualSystemCollection,
)
from .classes.Msvm_StorageAlert import Msvm_StorageAlert as Msvm_StorageAlert
from .classes.Msvm_StorageAllocationSettingData import (
    Msvm_StorageAllocationSettingData as Msvm_StorageAllocationSettingData,
)
from .classes.Msvm_StorageJob import Msvm_StorageJob as Msvm_StorageJob
from .classes.Msvm_StorageSettingData import (
    Msvm_StorageSettingData as Msvm_StorageSettingData,
)
from .classes.Msvm_SummaryInformation import (
    Msvm_SummaryInformation as Msvm_SummaryInformation,
)
from .classes.Msvm_SummaryInformationBase import (
    Msvm_SummaryInformationBase as Msvm_SummaryInformationBase,
)
from .classes.Msvm_SwitchPortDynamicForwarding import (
    Msvm_SwitchPortDynamicForwarding as Msvm_SwitchPortDynamicForwarding,
)
from .classes.Msvm_Synth3dVideoPool import (
    Msvm_Synth3dVideoPool as Msvm_Synth3dVideoPool,
)
from .classes.Msvm_Synthetic3DDisplayController import (
    Msvm_Synthetic3DDisplayController as Msvm_Synthetic3DDisplayController,
)
from .classes.Msvm_Synthetic3DDisplayControllerSettingData import (
    Msvm_Synthetic3DDisplayControllerSettingData as Msvm_Synthetic3DDisplayControllerSettingData,
)
from .classes.Msvm_Synthetic3DService import (
    Msvm_Synthetic3DService as Msvm_Synthetic3DService,
)
from .classes.Msvm_Synthetic3DServiceSettingData import (
    Msvm_Synthetic3DServiceSettingData as Msvm_Synthetic3DServiceSettingData,
)
from .classes.Msvm_SyntheticDisplayController import (
    Msvm_SyntheticDisplayController as Msvm_SyntheticDisplayController,
)
from .classes.Msvm_SyntheticDisplayControllerSettingData import (
    Msvm_SyntheticDisplayControllerSettingData as Msvm_SyntheticDisplayControllerSettingData,
)
from .classes.Msvm_SyntheticEthernetPort import (
    Msvm_SyntheticEthernetPort as Msvm_SyntheticEthernetPort,
)
from .classes.Msvm_SyntheticEthernetPortSettingData import (
    Msvm_SyntheticEthernetPortSettingData as Msvm_SyntheticEthernetPortSettingData,
)
from .classes.Msvm_SyntheticFcPort import Msvm_SyntheticFcPort as Msvm_SyntheticFcPort
from .classes.Msvm_SyntheticFcPortSettingData import (
    Msvm_SyntheticFcPortSettingData as Msvm_SyntheticFcPortSettingData,
)
from .classes.Msvm_SyntheticKeyboard import (
    Msvm_SyntheticKeyboard as Msvm_SyntheticKeyboard,
)
from .classes.Msvm_SyntheticMouse import Msvm_SyntheticMouse as Msvm_SyntheticMouse
from .classes.Msvm_SystemBIOS import Msvm_SystemBIOS as Msvm_SystemBIOS
from .classes.Msvm_SystemComponent import Msvm_SystemComponent as Msvm_SystemComponent
from .classes.Msvm_SystemComponentSettingData import (
    Msvm_SystemComponentSettingData as Msvm_SystemComponentSettingData,
)
from .classes.Msvm_SystemDevice import Msvm_SystemDevice as Msvm_SystemDevice
from .classes.Msvm_SystemExportSettingData import (
    Msvm_SystemExportSettingData as Msvm_SystemExportSettingData,
)
from .classes.Msvm_SystemReplicationRelationship import (
    Msvm_SystemReplicationRelationship as Msvm_SystemReplicationRelationship,
)
from .classes.Msvm_SystemTerminalConnection import (
    Msvm_SystemTerminalConnection as Msvm_SystemTerminalConnection,
)
from .classes.Msvm_TPM import Msvm_TPM as Msvm_TPM
from .classes.Msvm_TerminalConnection import (
    Msvm_TerminalConnection as Msvm_TerminalConnection,
)
from .classes.Msvm_TerminalService import Msvm_TerminalService as Msvm_TerminalService
from .classes.Msvm_TerminalServiceSettingData import (
    Msvm_TerminalServiceSettingData as Msvm_TerminalServiceSettingData,
)
from .classes.Msvm_TimeSyncComponent import (
    Msvm_TimeSyncComponent as Msvm_TimeSyncComponent,
)
from .classes.Msvm_TimeSyncComponentSettingData import (
    Msvm_TimeSyncComponentSettingData as Msvm_TimeSyncComponentSettingData,
)
from .classes.Msvm_TransparentBridgingDynamicForwarding import (
    Msvm_TransparentBridgingDynamicForwarding as Msvm_TransparentBridgingDynamicForwarding,
)
from .classes.Msvm_TransparentBridgingService import (
    Msvm_TransparentBridgingService as Msvm_TransparentBridgingService,
)
from .classes.Msvm_VHDSetInformation import (
    Msvm_VHDSetInformation as Msvm_VHDSetInformation,
)
from .classes.Msvm_VHDSnapshotInformation import (
    Msvm_VHDSnapshotInformation as Msvm_VHDSnapshotInformation,
)
from .classes.Msvm_VLANEndpoint import Msvm_VLANEndpoint as Msvm_VLANEndpoint
from .classes.Msvm_VideoHead import Msvm_VideoHead as Msvm_VideoHead
from .classes.Msvm_VideoHeadOnController import (
    Msvm_VideoHeadOnController as Msvm_VideoHeadOnController,
)
from .classes.Msvm_VirtualEthernetSwitch import (
    Msvm_VirtualEthernetSwitch as Msvm_VirtualEthernetSwitch,
)
from .classes.Msvm_VirtualEthernetSwitchBandwidthSettingData import (
    Msvm_VirtualEthernetSwitchBandwidthSettingData as Msvm_VirtualEthernetSwitchBandwidthSettingData,
)
from .classes.Msvm_VirtualEthernetSwitchManagementCapabilities import (
    Msvm_VirtualEthernetSwitchManagementCapabilities as Msvm_VirtualEthernetSwitchManagementCapabilities,
)
from .classes.Msvm_VirtualEthernetSwitchManagementService import (
    Msvm_VirtualEthernetSwitchManagementService as Msvm_VirtualEthernetSwitchManagementService,
)
from .classes.Msvm_VirtualEthernetSwitchNicTeamingMember import (
    Msvm_VirtualEthernetSwitchNicTeamingMember as Msvm_VirtualEthernetSwitchNicTeamingMember,
)
from .classes.Msvm_VirtualEthernetSwitchNicTeamingSettingData import (
    Msvm_VirtualEthernetSwitchNicTeamingSettingData as Msvm_VirtualEthernetSwitchNicTeamingSettingData,
)
from .classes.Msvm_VirtualEthernetSwitchSettingData import (
    Msvm_VirtualEthernetSwitchSettingData as Msvm_VirtualEthernetSwitchSettingData,
)
from .classes.Msvm_VirtualEthernetSwitchSettingDataComponent import (
    Msvm_VirtualEthernetSwitchSettingDataComponent as Msvm_VirtualEthernetSwitchSettingDataComponent,
)
from .classes.Msvm_VirtualFcSwitch import Msvm_VirtualFcSwitch as Msvm_VirtualFcSwitch
from .classes.Msvm_VirtualFcSwitchSettingData import (
    Msvm_VirtualFcSwitchSettingData as Msvm_VirtualFcSwitchSettingData,
)
from .classes.Msvm_VirtualHardDiskSettingData import (
    Msvm_VirtualHardDiskSettingData as Msvm_VirtualHardDiskSettingData,
)
from .classes.Msvm_VirtualHardDiskState import (
    Msvm_VirtualHardDiskState as Msvm_VirtualHardDiskState,
)
from .classes.Msvm_VirtualLogicalUnitSettingData import (
    Msvm_VirtualLogicalUnitSettingData as Msvm_VirtualLogicalUnitSettingData,
)
from .classes.Msvm_VirtualMachineToDisks import (
    Msvm_VirtualMachineToDisks as Msvm_VirtualMachineToDisks,
)
from .classes.Msvm_VirtualSystemCapabilities import (
    Msvm_VirtualSystemCapabilities as Msvm_VirtualSystemCapabilities,
)
from .classes.Msvm_VirtualSystemCollection import (
    Msvm_VirtualSystemCollection as Msvm_VirtualSystemCollection,
)
from .classes.Msvm_VirtualSystemExportSettingData import (
    Msvm_VirtualSystemExportSettingData as Msvm_VirtualSystemExportSettingData,
)
from .classes.Msvm_VirtualSystemManagementCapabilities import (
    Msvm_VirtualSystemManagementCapabilities as Msvm_VirtualSystemManagementCapabilities,
)
from .classes.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementService as Msvm_VirtualSystemManagementService,
)
from .classes.Msvm_VirtualSystemManagementServiceSettingData import (
    Msvm_VirtualSystemManagementServiceSettingData as Msvm_VirtualSystemManagementServiceSettingData,
)
from .classes.Msvm_VirtualSystemMigrationCapabilities import (
    Msvm_VirtualSystemMigrationCapabilities as Msvm_VirtualSystemMigrationCapabilities,
)
from .classes.Msvm_VirtualSystemMigrationNetworkSettingData import (
    Msvm_VirtualSystemMigrationNetworkSettingData as Msvm_VirtualSystemMigrationNetworkSettingData,
)
from .classes.Msvm_VirtualSystemMigrationService import (
    Msvm_VirtualSystemMigrationService as Msvm_VirtualSystemMigrationService,
)
from .classes.Msvm_VirtualSystemMigrationServiceSettingData import (
    Msvm_VirtualSystemMigrationServiceSettingData as Msvm_VirtualSystemMigrationServiceSettingData,
)
from .classes.Msvm_VirtualSystemMigrationServiceSettingDataComponent import (
    Msvm_VirtualSystemMigrationServiceSettingDataComponent as Msvm_VirtualSystemMigrationServiceSettingDataComponent,
)
from .classes.Msvm_VirtualSystemMigrationSettingData import (
    Msvm_VirtualSystemMigrationSettingData as Msvm_VirtualSystemMigrationSettingData,
)
from .classes.Msvm_VirtualSystemReferencePoint import (
    Msvm_VirtualSystemReferencePoint as Msvm_VirtualSystemReferencePoint,
)
from .classes.Msvm_VirtualSystemReferencePointExportJob import (
    Msvm_VirtualSystemReferencePointExportJob as Msvm_VirtualSystemReferencePointExportJob,
)
from .classes.Msvm_VirtualSystemReferencePointExportSettingData import (
    Msvm_VirtualSystemReferencePointExportSettingData as Msvm_VirtualSystemReferencePointExportSettingData,
)
from .classes.Msvm_VirtualSystemReferencePointService import (
    Msvm_VirtualSystemReferencePointService as Msvm_VirtualSystemReferencePointService,
)
from .classes.Msvm_VirtualSystemReferencePointSettingData import (
    Msvm_VirtualSystemReferencePointSettingData as Msvm_VirtualSystemReferencePointSettingData,
)
from .classes.Msvm_VirtualSystemSettingData import (
    Msvm_VirtualSystemSettingData as Msvm_VirtualSystemSettingData,
)
from .classes.Msvm_VirtualSystemSettingDataComponent import (
    Msvm_VirtualSystemSettingDataComponent as Msvm_VirtualSystemSettingDataComponent,
)
from .classes.Msvm_VirtualSystemSnapshotService import (
    Msvm_VirtualSystemSnapshotService as Msvm_VirtualSystemSnapshotService,
)
from .classes.Msvm_VirtualSystemSnapshotSettingData import (
    Msvm_VirtualSystemSnapshotSettingData as Msvm_VirtualSystemSnapshotSettingData,
)
from .classes.Msvm_VirtualSystemUpgradeSettingData import (
    Msvm_VirtualSystemUpgradeSettingData as Msvm_VirtualSystemUpgradeSettingData,
)
from .classes.Msvm_VssComponent import Msvm_VssComponent as Msvm_VssComponent
from .classes.Msvm_VssComponentSettingData import (
    Msvm_VssComponentSettingData as Msvm_VssComponentSettingData,
)
from .classes.Msvm_VssService import Msvm_VssService as Msvm_VssService
from .classes.Msvm_WiFiDeviceSAPImplementation import (
    Msvm_WiFiDeviceSAPImplementation as Msvm_WiFiDeviceSAPImplementation,
)
from .classes.Msvm_WiFiEndpoint import Msvm_WiFiEndpoint as Msvm_WiFiEndpoint
from .classes.Msvm_WiFiPort import Msvm_WiFiPort as Msvm_WiFiPort
from .classes.__EventProviderRegistration__ import (
    __EventProviderRegistration__ as __EventProviderRegistration__,
)
from .classes.__Event__ import __Event__ as __Event__
from .classes.__ExtrinsicEvent__ import __ExtrinsicEvent__ as __ExtrinsicEvent__
from .classes.__IndicationRelated__ import (
    __IndicationRelated__ as __IndicationRelated__,
)
from .classes.__InstanceProviderRegistration__ import (
    __InstanceProviderRegistration__ as __InstanceProviderRegistration__,
)
from .classes.__MethodProviderRegistration__ import (
    __MethodProviderRegistration__ as __MethodProviderRegistration__,
)
from .classes.__ObjectProviderRegistration__ import (
    __ObjectProviderRegistration__ as __ObjectProviderRegistration__,
)
from .classes.__ProviderRegistration__ import (
    __ProviderRegistration__ as __ProviderRegistration__,
)
from .classes.__Provider__ import __Provider__ as __Provider__
from .classes.__SystemClass__ import __SystemClass__ as __SystemClass__
from .classes.__Win32Provider__ import __Win32Provider__ as __Win32Provider__

__all__ = (
    "CIM_ActiveConnection",
    "CIM_AffectedJobElement",
    "CIM_AggregationMetricDefinition",
    "CIM_AggregationMetricValue",
    "CIM_AlertIndication",
    "CIM_AllocationCapabilities",
    "CIM_BIOSElement",
    "CIM_BaseMetricDefinition",
    "CIM_BaseMetricValue",
    "CIM_BasedOn",
    "CIM_BindsTo",
    "CIM_BindsToLANEndpoint",
    "CIM_CDROMDrive",
    "CIM_Capabilities",
    "CIM_ClassCreation",
    "CIM_ClassDeletion",
    "CIM_ClassIndication",
    "CIM_ClassModification",
    "CIM_CollectedMSEs",
    "CIM_Collection",
    "CIM_CollectionOfMSEs",
    "CIM_Component",
    "CIM_ComputerSystem",
    "CIM_ConcreteComponent",
    "CIM_ConcreteDependency",
    "CIM_ConcreteJob",
    "CIM_ControlledBy",
    "CIM_Controller",
    "CIM_DVDDrive",
    "CIM_Dependency",
    "CIM_DesktopMonitor",
    "CIM_DeviceConnection",
    "CIM_DeviceSAPImplementation",
    "CIM_DiskDrive",
    "CIM_DisketteDrive",
    "CIM_Display",
    "CIM_DisplayController",
    "CIM_DynamicForwardingEntry",
    "CIM_ElementAllocatedFromPool",
    "CIM_ElementCapabilities",
    "CIM_ElementConformsToProfile",
    "CIM_ElementSettingData",
    "CIM_ElementView",
    "CIM_EnabledLogicalElement",
    "CIM_EnabledLogicalElementCapabilities",
    "CIM_Error",
    "CIM_EthernetPort",
    "CIM_EthernetPortAllocationSettingData",
    "CIM_FCPort",
    "CIM_ForwardingService",
    "CIM_ForwardsAmong",
    "CIM_HostedAccessPoint",
    "CIM_HostedDependency",
    "CIM_HostedResourcePool",
    "CIM_HostedService",
    "CIM_IDEController",
    "CIM_Indication",
    "CIM_InstCreation",
    "CIM_InstDeletion",
    "CIM_InstIndication",
    "CIM_InstModification",
    "CIM_Job",
    "CIM_LANEndpoint",
    "CIM_LastAppliedSnapshot",
    "CIM_LogicalDevice",
    "CIM_LogicalDisk",
    "CIM_LogicalElement",
    "CIM_LogicalIdentity",
    "CIM_LogicalPort",
    "CIM_ManagedElement",
    "CIM_ManagedSystemElement",
    "CIM_MediaAccessDevice",
    "CIM_MediaPresent",
    "CIM_MemberOfCollection",
    "CIM_Memory",
    "CIM_MetricDefForME",
    "CIM_MetricForME",
    "CIM_MetricInstance",
    "CIM_MetricService",
    "CIM_MetricServiceCapabilities",
    "CIM_MostCurrentSnapshotInBranch",
    "CIM_NetworkPort",
    "CIM_NetworkService",
    "CIM_OwningJobElement",
    "CIM_PointingDevice",
    "CIM_PortOnDevice",
    "CIM_ProcessIndication",
    "CIM_Processor",
    "CIM_ProtocolController",
    "CIM_ProtocolControllerForDevice",
    "CIM_ProtocolControllerForUnit",
    "CIM_ProtocolEndpoint",
    "CIM_ResourceAllocationFromPool",
    "CIM_ResourceAllocationSettingData",
    "CIM_ResourcePool",
    "CIM_ResourcePoolConfigurationCapabilities",
    "CIM_ResourcePoolConfigurationService",
    "CIM_SAPSAPDependency",
    "CIM_SCSIProtocolController",
    "CIM_SerialController",
    "CIM_Service",
    "CIM_ServiceAccessPoint",
    "CIM_ServiceAffectsElement",
    "CIM_ServiceComponent",
    "CIM_ServiceSAPDependency",
    "CIM_SettingData",
    "CIM_SettingsDefineCapabilities",
    "CIM_SettingsDefineState",
    "CIM_SnapshotOfVirtualSystem",
    "CIM_SoftwareElement",
    "CIM_StorageAllocationSettingData",
    "CIM_StorageExtent",
    "CIM_SwitchPort",
    "CIM_SwitchPortDynamicForwarding",
    "CIM_SwitchService",
    "CIM_SwitchServiceTransparentBridging",
    "CIM_SwitchesAmong",
    "CIM_System",
    "CIM_SystemBIOS",
    "CIM_SystemComponent",
    "CIM_SystemDevice",
    "CIM_TPM",
    "CIM_TapeDrive",
    "CIM_TransparentBridgingDynamicForwarding",
    "CIM_TransparentBridgingService",
    "CIM_USBDevice",
    "CIM_UserDevice",
    "CIM_VLANEndpoint",
    "CIM_VLANEndpointSettingData",
    "CIM_VideoHead",
    "CIM_VideoHeadOnController",
    "CIM_View",
    "CIM_VirtualEthernetSwitchSettingData",
    "CIM_VirtualSystemManagementCapabilities",
    "CIM_VirtualSystemManagementService",
    "CIM_VirtualSystemMigrationCapabilities",
    "CIM_VirtualSystemMigrationService",
    "CIM_VirtualSystemMigrationSettingData",
    "CIM_VirtualSystemSettingData",
    "CIM_VirtualSystemSettingDataComponent",
    "CIM_VirtualSystemSnapshotService",
    "CIM_WiFiEndpoint",
    "CIM_WiFiPort",
    "MSFT_ExtendedStatus",
    "MSFT_WmiError",
    "Msvm_AbstractResourcePoolSettingData",
    "Msvm_ActiveConnection",
    "Msvm_AffectedJobElement",
    "Msvm_AffectedStorageJobElement",
    "Msvm_AggregationMetricDefinition",
    "Msvm_AggregationMetricValue",
    "Msvm_AllocationCapabilities",
    "Msvm_AssignableDeviceDismountSettingData",
    "Msvm_AssignableDeviceService",
    "Msvm_BIOSElement",
    "Msvm_BaseMetricDefinition",
    "Msvm_BaseMetricValue",
    "Msvm_BasedOn",
    "Msvm_Battery",
    "Msvm_BatterySettingData",
    "Msvm_BindsToLANEndpoint",
    "Msvm_BootSourceComponent",
    "Msvm_BootSourceSettingData",
    "Msvm_CollectedCollections",
    "Msvm_CollectedReferencePoints",
    "Msvm_CollectedSnapshots",
    "Msvm_CollectedVirtualSystems",
    "Msvm_CollectionManagementService",
    "Msvm_CollectionReferencePointExportJob",
    "Msvm_CollectionReferencePointExportSettingData",
    "Msvm_CollectionReferencePointService",
    "Msvm_CollectionReferencePointSettingData",
    "Msvm_CollectionSettingData",
    "Msvm_CollectionSnapshotExportSettingData",
    "Msvm_CollectionSnapshotService",
    "Msvm_CompatibilityVector",
    "Msvm_ComputerSystem",
    "Msvm_ComputerSystemSummaryInformation",
    "Msvm_ConcreteComponent",
    "Msvm_ConcreteDependency",
    "Msvm_ConcreteJob",
    "Msvm_ControlledBy",
    "Msvm_CopyFileToGuestJob",
    "Msvm_CopyFileToGuestSettingData",
    "Msvm_DVDDrive",
    "Msvm_DeviceSAPImplementation",
    "Msvm_DiskDrive",
    "Msvm_DiskMergeSettingData",
    "Msvm_DisketteController",
    "Msvm_DisketteDrive",
    "Msvm_DynamicForwardingEntry",
    "Msvm_ElementAllocatedFromNumaNode",
    "Msvm_ElementAllocatedFromPool",
    "Msvm_ElementCapabilities",
    "Msvm_ElementConformsToProfile",
    "Msvm_ElementSettingData",
    "Msvm_EmulatedEthernetPort",
    "Msvm_EmulatedEthernetPortSettingData",
    "Msvm_Error",
    "Msvm_EthernetDeviceSAPImplementation",
    "Msvm_EthernetPortAllocationSettingData",
    "Msvm_EthernetPortData",
    "Msvm_EthernetPortFailoverSettingDataComponent",
    "Msvm_EthernetPortInfo",
    "Msvm_EthernetPortSettingDataComponent",
    "Msvm_EthernetSwitchBandwidthData",
    "Msvm_EthernetSwitchData",
    "Msvm_EthernetSwitchExtension",
    "Msvm_EthernetSwitchExtensionCapabilities",
    "Msvm_EthernetSwitchFeatureCapabilities",
    "Msvm_EthernetSwitchFeatureSettingData",
    "Msvm_EthernetSwitchHardwareOffloadData",
    "Msvm_EthernetSwitchHardwareOffloadSettingData",
    "Msvm_EthernetSwitchInfo",
    "Msvm_EthernetSwitchOperationalData",
    "Msvm_EthernetSwitchPort",
    "Msvm_EthernetSwitchPortAclSettingData",
    "Msvm_EthernetSwitchPortBandwidthData",
    "Msvm_EthernetSwitchPortBandwidthSettingData",
    "Msvm_EthernetSwitchPortExtendedAclSettingData",
    "Msvm_EthernetSwitchPortFeatureSettingData",
    "Msvm_EthernetSwitchPortIsolationSettingData",
    "Msvm_EthernetSwitchPortOffloadData",
    "Msvm_EthernetSwitchPortOffloadSettingData",
    "Msvm_EthernetSwitchPortProfileSettingData",
    "Msvm_EthernetSwitchPortRdmaSettingData",
    "Msvm_EthernetSwitchPortRoutingDomainSettingData",
    "Msvm_EthernetSwitchPortSecuritySettingData",
    "Msvm_EthernetSwitchPortTeamMappingSettingData",
    "Msvm_EthernetSwitchPortVlanSettingData",
    "Msvm_ExternalEthernetPort",
    "Msvm_ExternalEthernetPortCapabilities",
    "Msvm_ExternalFcPort",
    "Msvm_FailoverNetworkAdapterSettingData",
    "Msvm_FcActiveConnection",
    "Msvm_FcDeviceSAPImplementation",
    "Msvm_FcEndpoint",
    "Msvm_FcPortAllocationSettingData",
    "Msvm_FcSwitchPort",
    "Msvm_FeatureSettingData",
    "Msvm_FeatureSettingsDefineCapabilities",
    "Msvm_FlexIoDevice",
    "Msvm_FlexIoDeviceSettingData",
    "Msvm_GpuPartition",
    "Msvm_GpuPartitionSettingData",
    "Msvm_GuestClusterInformation",
    "Msvm_GuestCommunicationService",
    "Msvm_GuestCommunicationServiceSettingData",
    "Msvm_GuestFileService",
    "Msvm_GuestNetworkAdapterConfiguration",
    "Msvm_GuestService",
    "Msvm_GuestServiceInterfaceComponent",
    "Msvm_GuestServiceInterfaceComponentSettingData",
    "Msvm_GuestServiceInterfaceSettingDataComponent",
    "Msvm_HeartbeatComponent",
    "Msvm_HeartbeatComponentSettingData",
    "Msvm_HostedDependency",
    "Msvm_HostedEthernetSwitchExtension",
    "Msvm_HostedResourcePool",
    "Msvm_HostedService",
    "Msvm_HostedSwitchService",
    "Msvm_IDEController",
    "Msvm_ImageManagementService",
    "Msvm_InstalledEthernetSwitchExtension",
    "Msvm_InteractiveSessionACE",
    "Msvm_InternalEthernetPort",
    "Msvm_Keyboard",
    "Msvm_KvpExchangeComponent",
    "Msvm_KvpExchangeComponentSettingData",
    "Msvm_KvpExchangeDataItem",
    "Msvm_LANEndpoint",
    "Msvm_LastAppliedSnapshot",
    "Msvm_LogicalDisk",
    "Msvm_LogicalIdentity",
    "Msvm_ManagementCollection",
    "Msvm_MediaPresent",
    "Msvm_Memory",
    "Msvm_MemorySettingData",
    "Msvm_MetricCollectionDependency",
    "Msvm_MetricDefForME",
    "Msvm_MetricForME",
    "Msvm_MetricInstance",
    "Msvm_MetricService",
    "Msvm_MetricServiceCapabilities",
    "Msvm_MetricServiceSettingData",
    "Msvm_MigrationJob",
    "Msvm_MostCurrentSnapshotInBranch",
    "Msvm_MountedStorageImage",
    "Msvm_MoveUnmanagedVhd",
    "Msvm_NetworkConnectionDiagnosticInformation",
    "Msvm_NetworkConnectionDiagnosticSettingData",
    "Msvm_NumaNode",
    "Msvm_NumaNodeTopology",
    "Msvm_OwningJobElement",
    "Msvm_ParentChildSettingData",
    "Msvm_ParentEthernetSwitchExtension",
    "Msvm_PartitionableGpu",
    "Msvm_PciExpress",
    "Msvm_PciExpressSettingData",
    "Msvm_PersistentMemoryController",
    "Msvm_Physical3dGraphicsProcessor",
    "Msvm_PhysicalGPUInfo",
    "Msvm_PlannedComputerSystem",
    "Msvm_Processor",
    "Msvm_ProcessorPool",
    "Msvm_ProcessorSettingData",
    "Msvm_ProtocolControllerForUnit",
    "Msvm_Ps2Mouse",
    "Msvm_RdvComponent",
    "Msvm_RdvComponentSettingData",
    "Msvm_ReferencePointCollection",
    "Msvm_ReferencePointOfVirtualSystem",
    "Msvm_ReferencePointOfVirtualSystemCollection",
    "Msvm_RegisteredGuestService",
    "Msvm_ReplicaSystemDependency",
    "Msvm_ReplicationAuthorizationSettingData",
    "Msvm_ReplicationProvider",
    "Msvm_ReplicationRelationship",
    "Msvm_ReplicationService",
    "Msvm_ReplicationServiceSettingData",
    "Msvm_ReplicationSettingData",
    "Msvm_ReplicationStatistics",
    "Msvm_ResourceAllocationFromPool",
    "Msvm_ResourceAllocationSettingData",
    "Msvm_ResourceDependentOnResource",
    "Msvm_ResourcePool",
    "Msvm_ResourcePoolConfigurationCapabilities",
    "Msvm_ResourcePoolConfigurationService",
    "Msvm_ResourcePoolSettingData",
    "Msvm_S3DisplayController",
    "Msvm_SCSIProtocolController",
    "Msvm_SecurityElement",
    "Msvm_SecurityService",
    "Msvm_SecuritySettingData",
    "Msvm_SerialController",
    "Msvm_SerialPort",
    "Msvm_SerialPortOnSerialController",
    "Msvm_SerialPortSettingData",
    "Msvm_ServiceAffectsElement",
    "Msvm_ServiceOfVssComponent",
    "Msvm_ServicingSettings",
    "Msvm_SettingDataComponent",
    "Msvm_SettingsDefineCapabilities",
    "Msvm_SettingsDefineState",
    "Msvm_ShutdownComponent",
    "Msvm_ShutdownComponentSettingData",
    "Msvm_SnapshotCollection",
    "Msvm_SnapshotOfVirtualSystem",
    "Msvm_SnapshotOfVirtualSystemCollection",
    "Msvm_StorageAlert",
    "Msvm_StorageAllocationSettingData",
    "Msvm_StorageJob",
    "Msvm_StorageSettingData",
    "Msvm_SummaryInformation",
    "Msvm_SummaryInformationBase",
    "Msvm_SwitchPortDynamicForwarding",
    "Msvm_Synth3dVideoPool",
    "Msvm_Synthetic3DDisplayController",
    "Msvm_Synthetic3DDisplayControllerSettingData",
    "Msvm_Synthetic3DService",
    "Msvm_Synthetic3DServiceSettingData",
    "Msvm_SyntheticDisplayController",
    "Msvm_SyntheticDisplayControllerSettingData",
    "Msvm_SyntheticEthernetPort",
    "Msvm_SyntheticEthernetPortSettingData",
    "Msvm_SyntheticFcPort",
    "Msvm_SyntheticFcPortSettingData",
    "Msvm_SyntheticKeyboard",
    "Msvm_SyntheticMouse",
    "Msvm_SystemBIOS",
    "Msvm_SystemComponent",
    "Msvm_SystemComponentSettingData",
    "Msvm_SystemDevice",
    "Msvm_SystemExportSettingData",
    "Msvm_SystemReplicationRelationship",
    "Msvm_SystemTerminalConnection",
    "Msvm_TPM",
    "Msvm_TerminalConnection",
    "Msvm_TerminalService",
    "Msvm_TerminalServiceSettingData",
    "Msvm_TimeSyncComponent",
    "Msvm_TimeSyncComponentSettingData",
    "Msvm_TransparentBridgingDynamicForwarding",
    "Msvm_TransparentBridgingService",
    "Msvm_VHDSetInformation",
    "Msvm_VHDSnapshotInformation",
    "Msvm_VLANEndpoint",
    "Msvm_VideoHead",
    "Msvm_VideoHeadOnController",
    "Msvm_VirtualEthernetSwitch",
    "Msvm_VirtualEthernetSwitchBandwidthSettingData",
    "Msvm_VirtualEthernetSwitchManagementCapabilities",
    "Msvm_VirtualEthernetSwitchManagementService",
    "Msvm_VirtualEthernetSwitchNicTeamingMember",
    "Msvm_VirtualEthernetSwitchNicTeamingSettingData",
    "Msvm_VirtualEthernetSwitchSettingData",
    "Msvm_VirtualEthernetSwitchSettingDataComponent",
    "Msvm_VirtualFcSwitch",
    "Msvm_VirtualFcSwitchSettingData",
    "Msvm_VirtualHardDiskSettingData",
    "Msvm_VirtualHardDiskState",
    "Msvm_VirtualLogicalUnitSettingData",
    "Msvm_VirtualMachineToDisks",
    "Msvm_VirtualSystemCapabilities",
    "Msvm_VirtualSystemCollection",
    "Msvm_VirtualSystemExportSettingData",
    "Msvm_VirtualSystemManagementCapabilities",
    "Msvm_VirtualSystemManagementService",
    "Msvm_VirtualSystemManagementServiceSettingData",
    "Msvm_VirtualSystemMigrationCapabilities",
    "Msvm_VirtualSystemMigrationNetworkSettingData",
    "Msvm_VirtualSystemMigrationService",
    "Msvm_VirtualSystemMigrationServiceSettingData",
    "Msvm_VirtualSystemMigrationServiceSettingDataComponent",
    "Msvm_VirtualSystemMigrationSettingData",
    "Msvm_VirtualSystemReferencePoint",
    "Msvm_VirtualSystemReferencePointExportJob",
    "Msvm_VirtualSystemReferencePointExportSettingData",
    "Msvm_VirtualSystemReferencePointService",
    "Msvm_VirtualSystemReferencePointSettingData",
    "Msvm_VirtualSystemSettingData",
    "Msvm_VirtualSystemSettingDataComponent",
    "Msvm_VirtualSystemSnapshotService",
    "Msvm_VirtualSystemSnapshotSettingData",
    "Msvm_VirtualSystemUpgradeSettingData",
    "Msvm_VssComponent",
    "Msvm_VssComponentSettingData",
    "Msvm_VssService",
    "Msvm_WiFiDeviceSAPImplementation",
    "Msvm_WiFiEndpoint",
    "Msvm_WiFiPort",
    "__EventProviderRegistration__",
    "__Event__",
    "__ExtrinsicEvent__",
    "__IndicationRelated__",
    "__InstanceProviderRegistration__",
    "__MethodProviderRegistration__",
    "__ObjectProviderRegistration__",
    "__ProviderRegistration__",
    "__Provider__",
    "__SystemClass__",
    "__Win32Provider__",
)
NAMESPACE: str | None
