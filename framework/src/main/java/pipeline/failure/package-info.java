/** Why jobs failed: the line of standard error that says it, and equal causes of many jobs as one. */
@NullMarked
package pipeline.failure;

import org.jspecify.annotations.NullMarked;
