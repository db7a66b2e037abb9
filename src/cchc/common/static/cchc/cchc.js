/* CCHC page kit: what a keyboard and a browser can add. Every page works without this file. */
