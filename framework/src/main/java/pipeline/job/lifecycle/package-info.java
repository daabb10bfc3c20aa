/** The life of a job: its status in the table, what may follow what, how often it is tried, and who hears of it. */
@NullMarked
package pipeline.job.lifecycle;

import org.jspecify.annotations.NullMarked;
