"""A host in this process, through the runtime's own API as programs use it."""

from __future__ import annotations

from typing import Any

import pytest

from mofgen.provider.manager import ObjectManager
from mofgen.provider.memory_connection import MemoryConnection, open_memory
from mofgen.runtime import CimTypeError, Instance, NotConnectedError, connect
from mofgen.runtime.connecting import ConnectError
from mofgen.runtime.editing import create, delete, refresh, save
from mofgen.runtime.statuses import CimNotFoundError, CimNotSupportedError


class TestObjects:
    def test_are_made_read_written_and_removed(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        vessel = create(harbour.H_Vessel(Id="v", Name="Ada"), connection)
        assert vessel.Flag == "none"
        vessel.Load = 5
        save(vessel)
        other = harbour.H_Vessel.objects(connection).get(Id="v")
        assert other.Load == 5
        other.Load = 6
        save(other)
        assert refresh(vessel).Load == 6
        delete(vessel)
        with pytest.raises(CimNotFoundError):
            refresh(other)

    def test_only_what_has_changed_is_written(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        one = create(harbour.H_Vessel(Id="v"), connection)
        two = connection.get(one._reference())
        one.Name = "Ada"
        save(one)
        two.Load = 5
        save(two)
        assert refresh(one).Load == 5
        assert one.Name == "Ada"

    def test_read_only_properties_are_the_providers(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        vessel = create(harbour.H_Vessel(Id="v"), connection)
        vessel.State = 2
        with pytest.raises(CimNotSupportedError, match="State is read-only"):
            save(vessel)
        with connection.manager.transaction() as transaction:
            transaction.change(vessel, State=2)
        assert refresh(vessel).State.label == "Sailing"

    def test_the_only_one_of_its_class_can_be_read_and_written(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        port = create(harbour.H_Harbour(Name="Kiel"), connection)
        port.Name = "Hamburg"
        save(port)
        assert refresh(port).Name == "Hamburg"
        delete(port)
        assert harbour.H_Harbour.objects(connection).all() == []

    def test_sets_of_them_are_asked_for(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        for number in range(4):
            load = number * 10
            create(harbour.H_Vessel(Id=str(number), Load=load), connection)
        create(harbour.H_Tug(Id="t", Load=20), connection)
        vessels = harbour.H_Vessel.objects(connection)
        assert vessels.count() == 5
        assert vessels.exact().count() == 4
        heavy = vessels.where(harbour.H_Vessel.Load >= 20)
        assert {each.Id for each in heavy} == {"2", "3", "t"}
        assert vessels.filter(Load=[0, 10]).count() == 2
        assert vessels.select("Load").get(Id="1") == harbour.H_Vessel(Id="1", Load=10)

    def test_belong_to_the_connection(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        ref = connection.create(harbour.H_Vessel(Id="v"))
        assert ref.get() == connection.get(ref)


class TestWalks:
    def test_lead_from_object_to_object(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        vessel = create(harbour.H_Vessel(Id="v"), connection)
        berth = create(harbour.H_Berth(Id="b"), connection)
        create(harbour.H_Mooring(Vessel=vessel, Berth=berth), connection)
        assert vessel.related.H_Mooring.Berth.one() == berth
        mooring = berth.related.H_Mooring.objects().one()
        assert mooring.Vessel.get() == vessel
        assert berth.related(harbour.H_Vessel).all() == [vessel]

    def test_answer_queries_too(
        self, harbour: Any, connection: MemoryConnection
    ) -> None:
        create(harbour.H_Tug(Id="t"), connection)
        query = "SELECT * FROM H_Vessel"
        assert [each.Id for each in connection.query(query, harbour.H_Vessel)] == ["t"]
        assert len(connection.query(query, Instance)) == 1
        with pytest.raises(CimTypeError, match="H_Tug, which is no H_Berth"):
            connection.query(query, harbour.H_Berth)


class TestConnecting:
    def test_connections_to_one_manager_are_to_one_host(
        self, harbour: Any, manager: ObjectManager
    ) -> None:
        one, two = MemoryConnection(manager), MemoryConnection(manager)
        ref = one.create(harbour.H_Vessel(Id="v"))
        assert two.get(ref).Id == "v"
        one.close()
        one.close()
        assert two.get(ref).Id == "v"
        with pytest.raises(NotConnectedError, match="closed"):
            one.get(ref)

    def test_memory_is_a_scheme(self) -> None:
        import hyperv_v2

        with connect("memory:hyperv_v2") as connection:
            system = hyperv_v2.Msvm_ComputerSystem(Name="a", ElementName="web")
            create(system, connection)
            systems = hyperv_v2.CIM_ComputerSystem.objects(connection)
            assert systems.get(ElementName="WEB").Name == "a"

    def test_the_package_is_named_behind_it(self, harbour: Any) -> None:
        with open_memory(f"memory:{harbour.__name__}") as connection:
            assert connection.manager.schema.package is harbour
        with open_memory("memory:", package=harbour) as connection:
            assert connection.manager.schema.package is harbour

    def test_or_the_host_is_given(self, manager: ObjectManager) -> None:
        assert open_memory("memory:", manager=manager).manager is manager

    @pytest.mark.parametrize(
        ("name", "message"),
        [("no_such_package", "cannot be imported"), ("json", "not a package that")],
    )
    def test_what_is_no_generated_package_is_refused(
        self, name: str, message: str
    ) -> None:
        with pytest.raises(ConnectError, match=f"memory:{name}.*{message}"):
            open_memory(f"memory:{name}")
