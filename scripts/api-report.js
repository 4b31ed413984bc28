// Writes what each package exports to packages/*/api/*.api.md, so that a review sees a change of the public API.
// With --check, compares instead of writing. A package gets its first report from `npm run api`; until then it passes.
'use strict';

const { existsSync, mkdirSync } = require('node:fs');
const { basename, join } = require('node:path');
const { Extractor, ExtractorConfig, ExtractorLogLevel } = require('@microsoft/api-extractor');
const { ROOT, builtPackages } = require('./workspaces');

const check = process.argv.includes('--check');

function extractorConfig(folder) {
    const projectFolder = join(ROOT, folder);
    return ExtractorConfig.prepare({
        configObjectFullPath: join(projectFolder, 'api-extractor.json'), // only resolves paths; there is no such file
        packageJsonFullPath: join(projectFolder, 'package.json'),
        configObject: {
            projectFolder,
            mainEntryPointFilePath: join(projectFolder, 'dist', 'index.d.ts'),
            compiler: { tsconfigFilePath: join(projectFolder, 'tsconfig.json') },
            newlineKind: 'lf',
            apiReport: {
                enabled: true,
                reportFileName: `${basename(folder)}.api.md`,
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
                    // A type that a signature mentions and index.ts does not export is noted in the report: some, such as
                    // the tables of the codec, are not for users to name, and a new one is for a review to see.
                    'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
                    'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
                    'ae-undocumented': { logLevel: ExtractorLogLevel.None }, // the report says so in its place
                },
                tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
            },
        },
    });
}

/** Keeps the extractor's progress to itself: the difference is all that a reader needs of it. */
function onlyDifferences(message) {
    message.handled = message.category === 'console' && message.messageId !== 'console-api-report-diff';
}

/** Returns whether the report of the package is as it should be. */
function report(folder) {
    const config = extractorConfig(folder);
    if (check && !existsSync(config.reportFilePath)) {
        console.log(`${folder}: no API report is committed yet`);
        return true;
    }
    mkdirSync(config.reportFolder, { recursive: true });
    const { apiReportChanged, errorCount } = Extractor.invoke(config, {
        localBuild: !check,
        printApiReportDiff: check,
        messageCallback: onlyDifferences,
    });
    console.log(`${folder}: API ${apiReportChanged ? 'changed' : 'as reported'}`);
    if (check && apiReportChanged) console.error(`${folder}: run \`npm run api\` and commit the report`);
    return errorCount === 0 && !(check && apiReportChanged);
}

if (!builtPackages().map(report).every(Boolean)) process.exitCode = 1;
