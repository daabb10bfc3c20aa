/** Whether a job would still do what it did: its fingerprint, and what it was made from. */
@NullMarked
package pipeline.job.identity;

import org.jspecify.annotations.NullMarked;
