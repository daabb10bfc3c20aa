/** Writes jobs and their attempts as files that other programs read: GNU Parallel's job log, Nextflow's trace, JUnit's XML. */
@NullMarked
package pipeline.cli.export;

import org.jspecify.annotations.NullMarked;
