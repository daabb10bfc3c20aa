package pipeline.documents;

class InstallDocumentIT extends DocumentContract {
    InstallDocumentIT() {
        super("docs/install.md");
    }
}
