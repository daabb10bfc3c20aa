/** The commands on the job table: what stands in it, what people change in it, and who works with it. */
@NullMarked
package pipeline.cli.jobs;

import org.jspecify.annotations.NullMarked;
