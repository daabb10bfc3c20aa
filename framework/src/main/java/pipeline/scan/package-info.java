/** Finds files on hosts: which of them fit a pattern, how large they are and when they were changed. */
@NullMarked
package pipeline.scan;

import org.jspecify.annotations.NullMarked;
