import sys

from pipeline_node import NodeScript


class @name@(NodeScript):
    """Runs on the host of each file."""

    def run(self, file):
        with open(file) as opened:
            lines = len(opened.readlines())
        self.logger.info("%s has %d lines", file, lines)
        self.result({"lines": lines})
        return 0


if __name__ == "__main__":
    sys.exit(@name@(sys.argv[1], sys.argv[2]).run_with_logging(*sys.argv[3:]))
