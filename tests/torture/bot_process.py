"""The program as an operator starts it, with a failpoint if the environment asks for one."""

import os

from bot.cli import main
from tests.torture.failpoints import VARIABLE, Failpoint

if __name__ == "__main__":
    if asked := os.environ.get(VARIABLE):
        Failpoint.parse(asked).arm()
    main()
