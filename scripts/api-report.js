// Writes what each entry of a package exports to packages/*/api/*.api.md, so that a review sees a change of the public
// API. With --check, compares instead of writing, and an entry without a report fails. In both cases a type that a
// signature mentions and that nobody can import is an error.
'use strict';

const { existsSync, mkdirSync, readFileSync } = require('node:fs');
const { basename, join } = require('node:path');
const { Extractor, ExtractorConfig, ExtractorLogLevel } = require('@microsoft/api-extractor');
const { ROOT, publishedPackages } = require('./workspaces');

const check = process.argv.includes('--check');

const UNREPORTED = [
    './fabric-shim', // not for users: they have it by the packages fabric-*, and its forms are fabric-shim's
    './command', // not for users: what heddle and @heddle/dev share
    './trace', // not for users: the test kit loads it where HEDDLE_TRACE is set
    './internal', // not for users: what our packages share among themselves, and may change with every release
    './traps', // exports nothing: it installs the traps, for jest's setupFiles
    './jest', // exports nothing: it adds the matchers, which the main entry reports, to jest's `expect`
];

/** Lists the entries of a package that are for users, each with its declarations and the name of its report. */
function entriesOf(folder) {
    const { exports = {} } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')); // none where the declarations are Fabric's
    return Object.entries(exports)
        .filter(([subpath, { types }]) => types !== undefined && !UNREPORTED.includes(subpath))
        .map(([subpath, { types }]) => ({
            folder,
            types,
            name: `${basename(folder)}${subpath.slice(1).replace('/', '.')}`,
        }));
}

function extractorConfig({ folder, types, name }) {
    const projectFolder = join(ROOT, folder);
    return ExtractorConfig.prepare({
        configObjectFullPath: join(projectFolder, 'api-extractor.json'), // only resolves paths; there is no such file
        packageJsonFullPath: join(projectFolder, 'package.json'),
        configObject: {
            projectFolder,
            mainEntryPointFilePath: join(projectFolder, types),
            compiler: { tsconfigFilePath: join(projectFolder, 'tsconfig.json') },
            newlineKind: 'lf',
            apiReport: {
                enabled: true,
                reportFileName: `${name}.api.md`,
                reportFolder: join(projectFolder, 'api'),
                reportTempFolder: join(ROOT, 'node_modules', '.cache', 'api'),
            },
            docModel: { enabled: false },
            dtsRollup: { enabled: false },
            tsdocMetadata: { enabled: false },
            messages: {
                compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
                extractorMessageReporting: {
                    default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
                    // A user who cannot import a type that a signature mentions cannot name what is given or taken.
                    'ae-forgotten-export': { logLevel: ExtractorLogLevel.Error },
                    'ae-wrong-input-file-type': { logLevel: ExtractorLogLevel.None }, // of other packages, with a path of this machine
                    'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
                    'ae-undocumented': { logLevel: ExtractorLogLevel.None }, // the report says so in its place
                },
                tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
            },
        },
    });
}

/** Lists what users can import from the main entry of a package, by its report, if this is another entry. */
function mainExports({ folder, name }) {
    const file = join(ROOT, folder, 'api', `${basename(folder)}.api.md`);
    if (name === basename(folder) || !existsSync(file)) return new Set();
    const declarations = readFileSync(file, 'utf8').matchAll(/^export (?:abstract )?\w+ (\w+)/gm);
    return new Set([...declarations].map(([, name]) => name));
}

/** Makes the listener to an extractor: errors and the difference are all that a reader needs, and not its progress. */
function findingsOf(entry) {
    const exported = mainExports(entry);
    return (message) => {
        const isProgress = message.category === 'console' && message.messageId !== 'console-api-report-diff';
        // A second entry such as grpc-js may mention what users import from the main one.
        const [, symbol] = /^The symbol "(\w+)"/.exec(message.text) ?? [];
        const isExported = message.messageId === 'ae-forgotten-export' && exported.has(symbol);
        if (isProgress || isExported) message.logLevel = ExtractorLogLevel.None;
    };
}

/** Returns whether the report of an entry is as it should be. */
function report(entry) {
    const config = extractorConfig(entry);
    if (check && !existsSync(config.reportFilePath)) {
        console.error(`${entry.name}: there is no API report; run \`npm run api\` and commit it`);
        return false;
    }
    mkdirSync(config.reportFolder, { recursive: true });
    const { apiReportChanged, errorCount } = Extractor.invoke(config, {
        localBuild: !check,
        printApiReportDiff: check,
        messageCallback: findingsOf(entry),
    });
    console.log(`${entry.name}: API ${apiReportChanged ? 'changed' : 'as reported'}`);
    if (check && apiReportChanged) console.error(`${entry.name}: run \`npm run api\` and commit the report`);
    return errorCount === 0 && !(check && apiReportChanged);
}

if (!publishedPackages().flatMap(entriesOf).map(report).every(Boolean)) process.exitCode = 1;
