package pipeline.minicluster;

import java.nio.file.Path;

/**
 * One node: a port of 127.0.0.1 and the directory in which its commands start.
 *
 * @param port where its server listens
 * @param home HOME and start directory of its commands
 */
record Node(int port, Path home) {}
