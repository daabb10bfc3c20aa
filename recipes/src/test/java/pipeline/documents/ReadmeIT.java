package pipeline.documents;

class ReadmeIT extends DocumentContract {
    ReadmeIT() {
        super("README.md", true);
    }
}
