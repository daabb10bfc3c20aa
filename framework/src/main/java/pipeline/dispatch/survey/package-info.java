/** Questions to hosts about the files of many jobs: whether outputs are there, and what the files hold that jobs read. */
@NullMarked
package pipeline.dispatch.survey;

import org.jspecify.annotations.NullMarked;
