/** The life of a job in the table: its status, what may follow what, and how often it is tried. */
@NullMarked
package pipeline.job.lifecycle;

import org.jspecify.annotations.NullMarked;
