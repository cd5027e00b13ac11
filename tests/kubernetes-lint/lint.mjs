// Judges rendered manifests, on standard input, by the schemas of Kubernetes: kinds, types of values, what must not be missing. A field too many,
// such as a misspelt one, passes here; a real API server refuses it (tests/Deployment.Tests/Kubernetes/AdmissionStories.cs).
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const documents = parseAllDocuments(readFileSync(0, 'utf8')).map((each) => each.toJS());
let broken = documents.length === 0;
for (const document of documents) {
  const { apiVersion, kind } = document;
  try {
    const models = await import(`kubernetes-models/${apiVersion}`);
    new models[kind](document).validate();
  } catch (fault) {
    broken = true;
    console.error(`${apiVersion} ${kind} ${document.metadata?.name}: ${fault.message}`);
  }
}
if (broken) process.exit(1);
console.log(`${documents.length} documents fit the schemas of Kubernetes`);
