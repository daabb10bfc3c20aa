/**
 * Recipes in Python: each runs in a process of its own, says over a socket what it wants, and {@link pipeline.python.PythonRecipe}
 * does it as any recipe would.
 */
@NullMarked
package pipeline.python;

import org.jspecify.annotations.NullMarked;
