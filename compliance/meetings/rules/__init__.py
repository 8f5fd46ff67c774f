"""The pure rules of meetings: when they are held, what an agenda holds, what actions owe."""
