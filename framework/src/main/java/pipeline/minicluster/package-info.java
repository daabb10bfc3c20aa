/** Real SSH servers inside one JVM on loopback, for trying things out and for tests. */
@NullMarked
package pipeline.minicluster;

import org.jspecify.annotations.NullMarked;
