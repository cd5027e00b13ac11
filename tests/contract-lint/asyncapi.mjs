// Judges an AsyncAPI document by the parser of its makers: errors and warnings are printed, and either fails.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const file = process.argv[2];
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
const found = diagnostics.filter((each) => each.severity <= 1);
for (const each of found) console.error(`${file}: ${each.path.join('.')}: ${each.message}`);
if (!document || found.length > 0) process.exit(1);
console.log(`${file}: AsyncAPI ${document.version()}, ${document.allChannels().length} channels, ${document.allMessages().length} messages: valid`);
