package pipeline.documents;

class WritingRecipesDocumentIT extends DocumentContract {
    WritingRecipesDocumentIT() {
        super("docs/writing-recipes.md");
    }
}
