/** Texts as others read them: words of a shell, JSON, digests, and characters that cannot be seen. */
@NullMarked
package pipeline.text;

import org.jspecify.annotations.NullMarked;
