import type { RoomTable } from './folder-rules';

/** The rooms of the page. */
export const STUDIO_ROOMS: RoomTable = {
    'channel-api': [],
    api: ['channel-api'],
    'record-api': ['api'],
    'page-files': [],
    'recorded-page': ['page-files', 'record-api'],
    model: ['api', 'record-api'],
    'page/state': ['api', 'model', 'record-api'],
    'page/parts': ['api', 'model'],
    'page/screens': ['api', 'model', 'page/parts', 'page/state'],
    page: ['api', 'model', 'record-api', 'page/parts', 'page/screens', 'page/state'],
};
