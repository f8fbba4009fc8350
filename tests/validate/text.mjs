// The text of a PDF as pdf.js gives it, which is what Firefox searches and copies: `node text.mjs FILE.pdf`.
// Exit code 3 when pdf.js is not installed (`validate.sh --install`).
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { pathToFileURL } from "node:url";

const home = process.env.VALIDATE_HOME ?? `${homedir()}/.cache/reglet-validate`;
// pdf.js warns on standard output of what only drawing would need.
const say = console.log;
console.log = () => {};
const pdfjs = await import(pathToFileURL(`${home}/node_modules/pdfjs-dist/legacy/build/pdf.mjs`)).catch(() => {
    console.error("pdf.js is not installed; run validate.sh --install");
    process.exit(3);
});
const data = new Uint8Array(await readFile(process.argv[2]));
const file = await pdfjs.getDocument({ data, verbosity: 0 }).promise;
for (let number = 1; number <= file.numPages; number++) {
    const page = await file.getPage(number);
    const { items } = await page.getTextContent();
    say(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""));
}
