from .classes.Con_ import Con_ as Con_
from .classes.Sequence_ import Sequence_ as Sequence_
from .classes.Zoo_Alarm import Zoo_Alarm as Zoo_Alarm
from .classes.Zoo_Arrays import Zoo_Arrays as Zoo_Arrays
from .classes.Zoo_Element import Zoo_Element as Zoo_Element
from .classes.Zoo_Herd import Zoo_Herd as Zoo_Herd
from .classes.Zoo_Hostile import Zoo_Hostile as Zoo_Hostile
from .classes.Zoo_Methods import Zoo_Methods as Zoo_Methods
from .classes.Zoo_MoreMethods import Zoo_MoreMethods as Zoo_MoreMethods
from .classes.Zoo_MoreNames import Zoo_MoreNames as Zoo_MoreNames
from .classes.Zoo_MoreValues import Zoo_MoreValues as Zoo_MoreValues
from .classes.Zoo_Names import Zoo_Names as Zoo_Names
from .classes.Zoo_Pair import Zoo_Pair as Zoo_Pair
from .classes.Zoo_SameValues import Zoo_SameValues as Zoo_SameValues
from .classes.Zoo_Scalars import Zoo_Scalars as Zoo_Scalars
from .classes.Zoo_TheLongestNameThatAnyPublishedSchemaGivesAnAssociation import (
    Zoo_TheLongestNameThatAnyPublishedSchemaGivesAnAssociation as Zoo_TheLongestNameThatAnyPublishedSchemaGivesAnAssociation,
)
from .classes.Zoo_TheLongestNameThatAnyPublishedSchemaWouldGiveToOneClass import (
    Zoo_TheLongestNameThatAnyPublishedSchemaWouldGiveToOneClass as Zoo_TheLongestNameThatAnyPublishedSchemaWouldGiveToOneClass,
)
from .classes.Zoo_Triple import Zoo_Triple as Zoo_Triple
from .classes.Zoo_Values import Zoo_Values as Zoo_Values
from .classes.__Event__ import __Event__ as __Event__
from .classes.__ExtrinsicEvent__ import __ExtrinsicEvent__ as __ExtrinsicEvent__
from .classes.__IndicationRelated__ import (
    __IndicationRelated__ as __IndicationRelated__,
)
from .classes.__Private__ import __Private__ as __Private__
from .classes.__SystemClass__ import __SystemClass__ as __SystemClass__
from .classes.__Tie__ import __Tie__ as __Tie__
from .classes.__init___ import __init___ as __init___
from .classes.cim_ import cim_ as cim_
from .classes.lambda_ import lambda_ as lambda_
from .classes.lambda__ import lambda__ as lambda__

__all__ = (
    "Con_",
    "Sequence_",
    "Zoo_Alarm",
    "Zoo_Arrays",
    "Zoo_Element",
    "Zoo_Herd",
    "Zoo_Hostile",
    "Zoo_Methods",
    "Zoo_MoreMethods",
    "Zoo_MoreNames",
    "Zoo_MoreValues",
    "Zoo_Names",
    "Zoo_Pair",
    "Zoo_SameValues",
    "Zoo_Scalars",
    "Zoo_TheLongestNameThatAnyPublishedSchemaGivesAnAssociation",
    "Zoo_TheLongestNameThatAnyPublishedSchemaWouldGiveToOneClass",
    "Zoo_Triple",
    "Zoo_Values",
    "__Event__",
    "__ExtrinsicEvent__",
    "__IndicationRelated__",
    "__Private__",
    "__SystemClass__",
    "__Tie__",
    "__init___",
    "cim_",
    "lambda_",
    "lambda__",
)
NAMESPACE: str | None
