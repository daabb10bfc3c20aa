/** The page of a run: as a file that a browser opens, and live while the run goes on. */
@NullMarked
package pipeline.cli.report;

import org.jspecify.annotations.NullMarked;
