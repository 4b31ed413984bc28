// Builds the documentation as a site, from docs/ and the doc comments: pages that open from files, without a network.
// `node scripts/site.js [FOLDER]`, by default site/. It fails on a dead link and on whatever TypeDoc warns of.
'use strict';

const { cpSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, posix, relative, resolve } = require('node:path');
const { stringify } = require('yaml');
const { readApi, sourcePaths } = require('./site/api');
const { deadLinks } = require('./site/links');
const { titleOf } = require('./site/markdown');
const { INDEX, readSite } = require('./site/pages');
const { ROOT } = require('./workspaces');

/** Inside of the repository, so that the pages' TypeScript finds its types. */
const STAGE = join(ROOT, 'node_modules', '.cache', 'heddle-site');
const LANGUAGES = ['ts', 'js', 'json', 'yaml', 'sh', 'go', 'java', 'markdown', 'docker'];

async function main(out) {
    const site = await readSite();
    stage(site);
    const { Application } = await import('typedoc');
    const app = await Application.bootstrap(optionsOf(site, out));
    const project = app.converter.convert(namedEntries(app));
    app.validate(project);
    await app.generateOutputs(project);
    const problems = deadLinks(out).map((link) => `dead link in ${link}`);
    for (const problem of problems) console.error(problem);
    if (problems.length > 0 || app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
    else console.log(`${site.pages.size} pages: ${relative(process.cwd(), join(out, 'index.html'))}`);
}

function optionsOf(site, out) {
    return {
        name: 'Heddle',
        out,
        entryPoints: readApi().map(({ source }) => source),
        tsconfig: join(STAGE, 'tsconfig.json'),
        readme: join(STAGE, INDEX),
        projectDocuments: site.parents.map((path) => join(STAGE, path)),
        searchInDocuments: true,
        router: 'structure',
        sort: ['source-order'],
        sortEntryPoints: false,
        excludeExternals: true,
        excludePrivate: true,
        disableSources: true,
        // `tsc -b` has checked the types.
        skipErrorChecking: true,
        highlightLanguages: LANGUAGES,
        ignoredHighlightLanguages: ['calls', 'text'],
        lightHighlightTheme: 'github-light-default',
        darkHighlightTheme: 'github-dark-default',
        customCss: join(__dirname, 'site', 'style.css'),
        favicon: join(__dirname, 'site', 'mark.svg'),
        hideGenerator: true,
        includeHierarchySummary: false,
        validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true },
        blockTags: ['@defaultValue', '@example', '@param', '@returns', '@throws', '@see', '@typeParam', '@remarks'],
    };
}

/** Modules have the names by which users import them; TypeDoc itself would name them by their paths. */
function namedEntries(app) {
    const names = new Map(readApi().map(({ name, source }) => [source, name]));
    return app.getEntryPoints().map((entry) => ({ ...entry, displayName: names.get(entry.sourceFile.fileName) }));
}

/** Writes the pages as TypeDoc reads them: each names those below it. */
function stage(site) {
    rmSync(STAGE, { recursive: true, force: true });
    // The name of the site stands above its index.
    write(INDEX, site.pages.get(INDEX).replace(/^# .*\n/, ''));
    for (const [path, text] of site.pages) {
        if (path === INDEX) continue;
        const children = (site.children.get(path) ?? []).map((child) => posix.relative(posix.dirname(path), child));
        const about = stringify({ title: titleOf(text, path), children });
        write(path, `---\n${about}---\n\n${text}`);
    }
    for (const path of site.pictures) {
        mkdirSync(dirname(join(STAGE, path)), { recursive: true });
        cpSync(join(ROOT, path), join(STAGE, path));
    }
    const compilerOptions = { composite: false, noEmit: true, rootDir: ROOT, paths: sourcePaths() };
    const extended = join(ROOT, 'tsconfig.base.json');
    write(
        'tsconfig.json',
        JSON.stringify({ extends: extended, compilerOptions, files: Object.values(sourcePaths()).flat() }),
    );
}

function write(path, text) {
    mkdirSync(dirname(join(STAGE, path)), { recursive: true });
    writeFileSync(join(STAGE, path), text);
}

void main(resolve(process.argv[2] ?? join(ROOT, 'site')));
