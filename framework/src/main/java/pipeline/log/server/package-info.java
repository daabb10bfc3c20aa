/** The master's side of the central log: takes the nodes' records and writes them to console and file. */
@NullMarked
package pipeline.log.server;

import org.jspecify.annotations.NullMarked;
