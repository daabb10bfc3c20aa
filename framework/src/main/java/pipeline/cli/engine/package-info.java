/** What runs the jobs of one run, and the place of this process in the job table. */
@NullMarked
package pipeline.cli.engine;

import org.jspecify.annotations.NullMarked;
