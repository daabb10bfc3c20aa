/** What the engine and a recipe have to do with each other, out of the sight of the recipe's author. */
@NullMarked
package pipeline.recipe.spi;

import org.jspecify.annotations.NullMarked;
