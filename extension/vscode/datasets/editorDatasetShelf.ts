import { posix } from "node:path";
import { ProgressLocation, Uri, window, workspace } from "vscode";
import type { DownloadableDataset } from "../../datasets/downloadable.ts";
import { outputNamesOf } from "../../datasets/outputNames.ts";
import type { DatasetShelf, FoundDataset } from "../../liveNetwork/datasetShelf.ts";
import { Cancelled } from "../cancelled.ts";
import { editorFiles } from "../files/editorFiles.ts";
import { namedPlace } from "../files/namedPlace.ts";
import { datasetFolder, readDatasetFolder } from "./datasetFolder.ts";
import { downloadDataset, downloadLength } from "./downloadDataset.ts";

/** Datasets as the editor has them: the built-in digits, folders of IDX files, and downloads on a person's word. */
export class EditorDatasetShelf implements DatasetShelf {
  readonly #downloadables: readonly DownloadableDataset[];
  readonly #downloadsFolder: Uri;
  readonly #askForConsent: (dataset: DownloadableDataset) => Promise<boolean>;

  /**
   * @param downloadsFolder where downloads are kept, each in a folder of its name
   * @param consent asks a person whether to download a dataset
   */
  constructor(
    downloadables: readonly DownloadableDataset[],
    downloadsFolder: Uri,
    consent: (dataset: DownloadableDataset) => Promise<boolean> = askForConsent,
  ) {
    this.#downloadables = downloadables;
    this.#downloadsFolder = downloadsFolder;
    this.#askForConsent = consent;
  }

  /** The names of those that are on this computer already, so that nobody need be asked. */
  async downloaded(): Promise<string[]> {
    const areThere = this.#downloadables.map((dataset) => isDownloaded(dataset, this.#folderOf(dataset)));
    const there = await Promise.all(areThere);
    return this.#downloadables.filter((_, place) => there[place]).map(({ name }) => name);
  }

  /** What people call it. */
  labelOf(name: string): string {
    if (name === "built-in") return "built-in digits";
    const downloadable = this.#downloadables.find((dataset) => dataset.name === name);
    return downloadable?.label ?? (posix.basename(namedPlace(name)?.path ?? name) || name);
  }

  async find(name: string): Promise<FoundDataset> {
    const [outputNames, label] = [outputNamesOf(name), this.labelOf(name)];
    if (name === "built-in") return { source: { kind: "builtIn" }, label, outputNames };
    const downloadable = this.#downloadables.find((dataset) => dataset.name === name);
    if (downloadable) {
      const folder = this.#folderOf(downloadable);
      if (!(await isDownloaded(downloadable, folder))) {
        if (!(await this.#askForConsent(downloadable))) throw new Cancelled();
        await download(downloadable, folder);
      }
      return { source: await readDatasetFolder(folder, name), label, outputNames };
    }
    return { source: await readDatasetFolder(datasetFolder(name), name), label, outputNames };
  }

  #folderOf({ name }: DownloadableDataset): Uri {
    return Uri.joinPath(this.#downloadsFolder, name);
  }
}

/** Whether every file is there in full: what was kept had the right checksum. */
async function isDownloaded({ files }: DownloadableDataset, folder: Uri): Promise<boolean> {
  const areThere = files.map(async ({ name, lengthBytes }) => {
    try {
      return (await workspace.fs.stat(Uri.joinPath(folder, name))).size === lengthBytes;
    } catch {
      return false;
    }
  });
  return (await Promise.all(areThere)).every(Boolean);
}

/** Names what would be downloaded, how much of it, and from where. */
async function askForConsent(dataset: DownloadableDataset): Promise<boolean> {
  const [first, ...others] = dataset.mirrors.map((mirror) => new URL(mirror).host);
  const from = others.length > 0 ? `${first} (or, should it not answer, ${others.join(", ")})` : first;
  const detail =
    `${dataset.description}. ${megabytesOf(dataset)} will be downloaded from ${from}, checked, and kept on this ` +
    "computer for Downhill. Nothing is sent.";
  const download = `Download ${megabytesOf(dataset)}`;
  const choice = await window.showInformationMessage(`Download ${dataset.label}?`, { modal: true, detail }, download);
  return choice === download;
}

/** Downloads with progress. @throws {Cancelled} when a person takes their word back */
async function download(dataset: DownloadableDataset, folder: Uri): Promise<void> {
  const options = { location: ProgressLocation.Notification, title: `Downloading ${dataset.label}`, cancellable: true };
  await window.withProgress(options, async (progress, cancellation) => {
    const aborting = new AbortController();
    cancellation.onCancellationRequested(() => aborting.abort(new Cancelled()));
    const length = downloadLength(dataset);
    let reportedPercent = 0;
    await downloadDataset(dataset, {
      files: editorFiles,
      folder,
      signal: aborting.signal,
      onProgress: (bytesSoFar) => {
        const percent = Math.floor((bytesSoFar / length) * 100);
        // A mirror that fails midway is followed by another from the file's start.
        if (percent <= reportedPercent) return;
        progress.report({ increment: percent - reportedPercent, message: `${percent} % of ${megabytesOf(dataset)}` });
        reportedPercent = percent;
      },
    });
  });
}

function megabytesOf(dataset: DownloadableDataset): string {
  return `${Math.ceil(downloadLength(dataset) / 1e6)} MB`;
}
