/** Recipes that show how jobs can belong together, one class for each pattern; to be copied. */
@NullMarked
package pipeline.recipes.example;

import org.jspecify.annotations.NullMarked;
