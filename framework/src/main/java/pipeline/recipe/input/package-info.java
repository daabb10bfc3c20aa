/** The types of a recipe's inputs: how a text becomes a value, and what it must be. */
@NullMarked
package pipeline.recipe.input;

import org.jspecify.annotations.NullMarked;
