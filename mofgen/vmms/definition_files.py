"""What definition files say, wherever they lie: methods that read and measure them."""

from __future__ import annotations

import ntpath
from typing import TYPE_CHECKING

from hyperv_v2 import (
    CIM_VirtualSystemSettingData,
    Msvm_SummaryInformation,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.definitions import Definition, definition_of
from mofgen.vmms.files import VirtualFile, extension, full_path, identity
from mofgen.vmms.instance_ids import guid_in
from mofgen.vmms.machine_access import is_planned, settings_ref, system_settings
from mofgen.vmms.machine_files import CONFIGURATION, files_of, size_of_files
from mofgen.vmms.refusals import (
    COMPLETED,
    FAILED,
    INVALID_PARAMETER,
    RefusedError,
    answering,
    some,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
Settings = Msvm_VirtualSystemSettingData
Summary = Msvm_SummaryInformation


def install(host: Vmms) -> None:
    """Let the host tell of definition files."""
    serve(host.manager.methods, Service, DefinitionFiles(host))


class DefinitionFiles(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Tells what is in definition files, and how large the files of a system are.

    Parameters
    ----------
    host:
        On which they lie.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.GetDefinitionFileSummaryInformationResult)
    def GetDefinitionFileSummaryInformation(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        DefinitionFiles: tuple[str, ...] | None,
    ) -> Service.GetDefinitionFileSummaryInformationResult:
        """The name, time and notes of each; nothing else is told."""
        paths = some(DefinitionFiles, "DefinitionFiles")
        found = [definition_at(self._host, transaction, each) for each in paths]
        return Service.GetDefinitionFileSummaryInformationResult(
            ReturnValue=Service.GetDefinitionFileSummaryInformationReturnValues(
                COMPLETED
            ),
            SummaryInformation=tuple(map(_summary, found)),
        )

    @answering(Service.GetSizeOfSystemFilesResult)
    def GetSizeOfSystemFiles(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        Vssd: Ref[CIM_VirtualSystemSettingData] | None,
    ) -> Service.GetSizeOfSystemFilesResult:
        """How many bytes the configuration and saved state of a system take."""
        settings = system_settings(transaction, Vssd)
        return Service.GetSizeOfSystemFilesResult(
            ReturnValue=Service.GetSizeOfSystemFilesReturnValues(COMPLETED),
            Size=size_of_files(self._host, settings),
        )


def definition_at(host: Vmms, transaction: Transaction, path: str | None) -> Definition:
    """What a definition file says.

    Raises
    ------
    RefusedError
        Invalid parameter where that is no full path or there is no such file; failed
        where it is no definition file.
    """
    file = host.files.find(full_path(path))
    if file is None:
        raise RefusedError(
            INVALID_PARAMETER, f"the file '{path}' cannot be found (0x80070002)"
        )
    if file.definition is not None:
        return file.definition
    settings = settings_in(transaction, file)
    if settings is None:
        raise RefusedError(FAILED, f"'{path}' defines no virtual machine")
    return definition_of(transaction, settings)


def settings_in(transaction: Transaction, file: VirtualFile) -> Settings | None:
    """The settings, of a machine or checkpoint of the host, that a file keeps.

    None for any other file, such as that of an export.
    """
    if extension(file.path) != CONFIGURATION or file.definition is not None:
        return None
    guid = guid_in(ntpath.splitext(ntpath.basename(file.path))[0])
    found = None if guid is None else transaction.find(settings_ref(guid))
    if found is None or is_planned(found):
        return None
    own = files_of(found).configuration
    return found if identity(own) == identity(file.path) else None


def _summary(definition: Definition) -> Summary:
    settings = definition.settings
    return Summary(
        Name=definition.guid,
        ElementName=settings.ElementName,
        CreationTime=settings.CreationTime,
        Notes="\n".join(settings.Notes or ()),
    )
