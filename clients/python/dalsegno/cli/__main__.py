import sys

from dalsegno.cli import main

sys.exit(main())
