// Improvements only: every page reads, decides and sends without this file.
import { disableAfterSending, focusFirstProblem, countCharacters } from "./forms.js";
import { keepDrafts } from "./drafts.js";
import { keepWhileWriting } from "./autosave.js";
import { hideAgain, watchSession } from "./session.js";
import { listen } from "./live.js";
import { countWhileChoosing } from "./counts.js";
import { watchJobs } from "./jobs.js";
import { numberLines } from "./lines.js";
import { listenToKeys } from "./keys.js";
import { watchOnlookers } from "./onlookers.js";
import { watchLine } from "./offline.js";
import { openViewers } from "./viewer.js";

watchLine();
disableAfterSending();
focusFirstProblem();
keepDrafts();
keepWhileWriting();
countCharacters();
watchSession();
hideAgain();
listen();
watchJobs();
watchOnlookers();
countWhileChoosing();
openViewers();
listenToKeys();
numberLines();
