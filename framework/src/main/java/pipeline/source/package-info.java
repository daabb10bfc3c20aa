/**
 * Recipes in source files: finds what belongs to one, compiles it in this process, and keeps the result in a cache.
 *
 * <p>{@link pipeline.source.RecipeCompiler} is the way in: it looks for a kept jar in the {@link pipeline.source.JarCache}, and
 * only if there is none, or a source has changed, it gathers the libraries, compiles and checks what the nodes could not load.
 */
@NullMarked
package pipeline.source;

import org.jspecify.annotations.NullMarked;
