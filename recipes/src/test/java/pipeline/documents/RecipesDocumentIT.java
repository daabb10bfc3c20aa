package pipeline.documents;

class RecipesDocumentIT extends DocumentContract {
    RecipesDocumentIT() {
        super("docs/recipes.md");
    }
}
