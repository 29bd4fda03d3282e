// Checks every page of a folder with html-validate, in one process; prints what it found as JSON.
// All recommended rules apply but: "aria-label" may name whatever ARIA lets it name, lists among them;
// boxes of one question share their name;
// a title may be as long as an editor wants it; templates may leave white space where they say nothing.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const folder = process.argv[2];
const rules = JSON.parse(readFileSync(new URL(".htmlvalidate.json", import.meta.url), "utf-8"));
const checker = new HtmlValidate(new StaticConfigLoader(rules));
const findings = [];

for (const file of readdirSync(folder)) {
  const report = await checker.validateFile(join(folder, file));
  for (const { messages } of report.results) {
    for (const { ruleId, message, line, column, selector } of messages) {
      findings.push({ file, rule: ruleId, message, line, column, selector });
    }
  }
}

console.log(JSON.stringify(findings));
