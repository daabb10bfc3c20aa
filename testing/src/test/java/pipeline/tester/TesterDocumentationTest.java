package pipeline.tester;

import pipeline.ApiDocumentationContract;
import pipeline.AuthorPackages;

class TesterDocumentationTest extends ApiDocumentationContract {

    TesterDocumentationTest() {
        super(AuthorPackages.OF_TESTS, """
                import static org.assertj.core.api.Assertions.assertThat;
                import org.junit.jupiter.api.*;
                import org.junit.jupiter.api.extension.*;
                """, """
                private RecipeTester tester;
                """);
    }
}
