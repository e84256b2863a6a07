from .classes.X_DimLamp import X_DimLamp as X_DimLamp
from .classes.X_Element import X_Element as X_Element
from .classes.X_Every import X_Every as X_Every
from .classes.X_Gathering import X_Gathering as X_Gathering
from .classes.X_Lamp import X_Lamp as X_Lamp
from .classes.X_LampInRoom import X_LampInRoom as X_LampInRoom
from .classes.X_LampSetting import X_LampSetting as X_LampSetting
from .classes.X_Room import X_Room as X_Room

NAMESPACE: str | None
